package io.clawhub.presence.state;

import java.time.Instant;

/**
 * A participant's presence at one moment.
 *
 * @param participantId who
 * @param online whether the last sign of life is recent and no goodbye followed
 * @param lastActiveAt the last sign of life, or null if never seen
 */
public record Presence(String participantId, boolean online, Instant lastActiveAt) {}
