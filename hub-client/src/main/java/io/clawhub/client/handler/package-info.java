/**
 * Between the store and the connection. Out: one lane per conversation, each in order, resent under the same id until the hub
 * answers, parked when it refuses for good. In: stored, handed on once, then acknowledged.
 */
package io.clawhub.client.handler;
