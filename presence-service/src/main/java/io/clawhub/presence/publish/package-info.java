/**
 * From the outbox to {@code presence.changes}. In come transitions in the order they happened; out go
 * {@link io.clawhub.events.PresenceChanged} records keyed by participant, in that order.
 *
 * <p>One instance at a time drains, under a lease. A transition leaves the outbox after Kafka has confirmed it; a crash
 * between the two repeats it with the same version. An instance that is suspended for longer than the lease in the middle
 * of a round repeats its transitions, too, then possibly after newer ones: readers keep the greatest version.
 */
package io.clawhub.presence.publish;
