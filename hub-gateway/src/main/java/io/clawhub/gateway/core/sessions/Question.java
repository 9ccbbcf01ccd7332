package io.clawhub.gateway.core.sessions;

import com.fasterxml.jackson.databind.JsonNode;

import io.clawhub.gateway.core.messages.Content;
import io.clawhub.gateway.core.messages.Details;

/**
 * Something to ask an agent.
 *
 * @param clientMsgId the idempotency key, or null: within 24 hours the same key in the same session is the same question
 * @param text what is asked
 * @param metadata for the agent: a JSON object, or null
 */
public record Question(String clientMsgId, String text, JsonNode metadata) {

    /** Bytes of metadata: what was said before fits in, where a client brings it along. */
    public static final int MAX_METADATA_BYTES = 64 * 1024;

    /** Refuses what could not be said: once it waits for its turn, nobody is there to be told. */
    void check() {
        Content.checkText(text, OpenSession.MAX_QUESTION);
        Details.checkMetadata(metadata, MAX_METADATA_BYTES);
    }
}
