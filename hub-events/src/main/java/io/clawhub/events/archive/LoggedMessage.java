package io.clawhub.events.archive;

import java.time.Instant;

import io.clawhub.events.MessageAccepted;

/**
 * A message with its place in the log.
 *
 * @param message what was accepted
 * @param seq its position in its conversation, see {@link io.clawhub.events.Seq}
 * @param at the broker's time of the append, the message's time everywhere; never runs backwards in a conversation
 */
public record LoggedMessage(MessageAccepted message, long seq, Instant at) {}
