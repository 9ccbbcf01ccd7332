package io.clawhub.events.archive;

import java.time.Instant;

import com.fasterxml.jackson.annotation.JsonInclude;

import io.clawhub.events.MessageAccepted;

/**
 * A message with its place in the log.
 *
 * @param message what was accepted, with what its last edit made of it
 * @param seq its position in its conversation, see {@link io.clawhub.events.Seq}
 * @param at the message's time everywhere, in whole microseconds, see {@link io.clawhub.events.LogTime}; strictly increasing
 *     in a conversation
 * @param state what became of it, as far as history knows; null for one that is as it was said, and live
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record LoggedMessage(MessageAccepted message, long seq, Instant at, MessageState state) {

    /** A message as it was said. */
    public LoggedMessage(MessageAccepted message, long seq, Instant at) {
        this(message, seq, at, null);
    }

    /** Whether it was deleted. */
    public boolean wasDeleted() {
        return state != null && state.deletedAt() != null;
    }
}
