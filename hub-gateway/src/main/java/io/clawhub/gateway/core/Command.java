package io.clawhub.gateway.core;

import com.fasterxml.jackson.databind.JsonNode;

/** Everything a client can ask. Adapters make these; {@link CommandDispatcher} decides. Absent values are null. */
public sealed interface Command {

    /**
     * Says something. Exactly how the conversation is found is the business of
     * {@link io.clawhub.gateway.core.messages.MessageRouter}.
     *
     * @param clientMsgId the sender's idempotency key
     * @param targetId whom it is for
     * @param serviceId the service it is addressed through
     * @param conversationId the conversation to say it in
     * @param content any JSON value
     * @param held nobody waits for the answer: rather hold it than refuse it while a backend is down
     */
    record SendMessage(
            String clientMsgId,
            String targetId,
            String serviceId,
            String conversationId,
            JsonNode content,
            boolean held)
            implements Command {}

    /**
     * Offers a service and opens its lobby. Repeating it by the same owner keeps the lobby.
     *
     * @param serviceId the service
     * @param name its name
     * @param description what it does
     * @param document the whole description as the provider gave it
     */
    record RegisterService(String serviceId, String name, String description, JsonNode document) implements Command {}

    /**
     * Reads the newest messages, of one conversation, of a service's lobby, or of all the caller's conversations.
     *
     * @param conversationId the conversation; goes before the service
     * @param serviceId the service whose lobby is meant
     * @param limit messages wanted, 1 to 500
     */
    record ReadHistory(String conversationId, String serviceId, int limit) implements Command {}
}
