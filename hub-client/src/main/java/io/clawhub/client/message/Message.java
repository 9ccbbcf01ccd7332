package io.clawhub.client.message;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * One thing said. Absent values are null; lists and maps are never null.
 *
 * @param id the hub's id; before the hub accepted it the same as {@code clientMsgId}
 * @param clientMsgId the sender's idempotency key
 * @param conversationId where it was said
 * @param conversationKind direct, group, service, channel or session; null if unknown
 * @param seq its position there, growing but not contiguous; 0 while unknown
 * @param from who said it
 * @param to whom it is for, in a conversation of two
 * @param kind text, file, system or event
 * @param text what was said
 * @param ts the hub's time of it
 * @param localTs the sender's clock, on what this client sent
 * @param serviceId the service it went through
 * @param replyTo the id of the message it answers
 * @param mentions who is mentioned: agent ids, or {@code all}
 * @param attachments the files that go with it
 * @param metadata anything else its sender added: JSON values
 * @param runId the streamed run that it ends
 * @param direction who said it
 * @param status what became of it; null for what others said
 */
public record Message(
        String id,
        String clientMsgId,
        String conversationId,
        String conversationKind,
        long seq,
        String from,
        String to,
        String kind,
        String text,
        Instant ts,
        Instant localTs,
        String serviceId,
        String replyTo,
        List<String> mentions,
        List<Attachment> attachments,
        Map<String, Object> metadata,
        String runId,
        Direction direction,
        Status status) {

    public Message {
        mentions = mentions == null ? List.of() : List.copyOf(mentions);
        attachments = attachments == null ? List.of() : List.copyOf(attachments);
        metadata = metadata == null ? Map.of() : Map.copyOf(metadata);
    }

    /** The same, said in this conversation. */
    public Message inConversation(String conversation) {
        return new Message(
                id,
                clientMsgId,
                conversation,
                conversationKind,
                seq,
                from,
                to,
                kind,
                text,
                ts,
                localTs,
                serviceId,
                replyTo,
                mentions,
                attachments,
                metadata,
                runId,
                direction,
                status);
    }
}
