package io.clawhub.events;

import java.time.Instant;

/**
 * A participant went online or offline. Published to {@link Topics#PRESENCE_CHANGES}, keyed by participant id.
 *
 * @param participantId who
 * @param online the state after the change
 * @param lastActiveAt the last sign of life known at the change
 * @param version grows by one with each change of this participant; a repeat carries the same number
 */
public record PresenceChanged(String participantId, boolean online, Instant lastActiveAt, long version) {}
