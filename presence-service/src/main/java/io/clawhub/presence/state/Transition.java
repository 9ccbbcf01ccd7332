package io.clawhub.presence.state;

import io.clawhub.events.PresenceChanged;

/**
 * A change that waits in the outbox.
 *
 * @param outboxId its place there
 * @param change what to publish
 */
public record Transition(String outboxId, PresenceChanged change) {}
