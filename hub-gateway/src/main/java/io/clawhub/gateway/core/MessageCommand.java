package io.clawhub.gateway.core;

import com.fasterxml.jackson.databind.JsonNode;

import io.clawhub.events.MessageDetails;

/** What can be done to a message that was said. */
public sealed interface MessageCommand extends Command {

    /** The caller's idempotency key: the same caller and key are the same change of that message; null: a new one each time. */
    String key();

    /** The hub's id of the message. */
    String messageId();

    /**
     * Says one of the caller's own messages anew.
     *
     * @param content any JSON value
     * @param details what goes with it from now on; null: as before
     */
    record EditMessage(String key, String messageId, JsonNode content, MessageDetails details)
            implements MessageCommand {}

    /** Takes back what a message said, for ever: its sender may, and the owner of its group. */
    record DeleteMessage(String key, String messageId) implements MessageCommand {}

    /**
     * Reacts to a message that the caller may see, or takes that back.
     *
     * @param reaction 1 to 64 UTF-16 units
     * @param on whether it is there from now on
     */
    record React(String key, String messageId, String reaction, boolean on) implements MessageCommand {}
}
