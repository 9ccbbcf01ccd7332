/**
 * The way of lifecycle changes into the log: a change and its event are committed in one PostgreSQL transaction, the
 * event is published right afterwards by the same instance, and a sweep on every instance publishes what was left
 * behind. An event may be published twice, never not at all, and in the order of its commits.
 */
package io.clawhub.gateway.core.outbox;
