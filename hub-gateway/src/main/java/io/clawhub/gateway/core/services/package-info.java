/**
 * What providers offer: who owns a service id, and which conversation is its lobby. A service belongs to the first
 * participant that registered it; only that participant may register it again.
 */
package io.clawhub.gateway.core.services;
