package io.clawhub.events;

import java.util.List;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;

/**
 * A message the hub took responsibility for. It may stand in the log more than once under the same {@code messageId}
 * (a retried send); the first one counts.
 *
 * @param messageId {@code msg_} + 32 hex, the same for every retry of one (sender, clientMsgId)
 * @param clientMsgId the sender's idempotency key, or null if it gave none
 * @param conversationId the conversation, and the record's key
 * @param kind the conversation's kind, so that a reader can file the message before it has seen the opening
 * @param senderId the participant who said it, taken from the connection
 * @param audience who may see it, the sender included; empty: every member of the conversation
 * @param serviceId the service it was addressed through, or null
 * @param content what was said: any JSON value, usually a string
 * @param details what goes with it, or null for a plain message
 * @param senderClientId the sender's client that said it, or null: its other clients may want a copy
 * @param provenance how it came in
 * @param senderProfile who the sender was when it said it, or null for one without an account
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record MessageAccepted(
        String messageId,
        String clientMsgId,
        String conversationId,
        ConversationKind kind,
        String senderId,
        List<String> audience,
        String serviceId,
        JsonNode content,
        MessageDetails details,
        String senderClientId,
        Provenance provenance,
        SenderProfile senderProfile)
        implements ChatEvent {

    public MessageAccepted {
        audience = audience == null ? List.of() : List.copyOf(audience);
    }

    /** A message of a sender without an account. */
    public MessageAccepted(
            String messageId,
            String clientMsgId,
            String conversationId,
            ConversationKind kind,
            String senderId,
            List<String> audience,
            String serviceId,
            JsonNode content,
            MessageDetails details,
            String senderClientId,
            Provenance provenance) {
        this(
                messageId,
                clientMsgId,
                conversationId,
                kind,
                senderId,
                audience,
                serviceId,
                content,
                details,
                senderClientId,
                provenance,
                null);
    }

    /** A plain message of a sender without an account. */
    public MessageAccepted(
            String messageId,
            String clientMsgId,
            String conversationId,
            ConversationKind kind,
            String senderId,
            List<String> audience,
            String serviceId,
            JsonNode content,
            Provenance provenance) {
        this(
                messageId,
                clientMsgId,
                conversationId,
                kind,
                senderId,
                audience,
                serviceId,
                content,
                null,
                null,
                provenance);
    }
}
