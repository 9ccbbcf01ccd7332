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

    /**
     * What an agent is about to say, before the hub has it.
     *
     * @param localTs the sender's clock, or null
     */
    public static Message noted(
            OutgoingMessage said, String from, String conversationId, Instant localTs, Status status) {
        return new Message(
                said.clientMsgId(),
                said.clientMsgId(),
                conversationId,
                null,
                0,
                from,
                said.to(),
                said.kind(),
                said.text(),
                null,
                localTs,
                said.serviceId(),
                said.replyTo(),
                said.mentions(),
                said.attachments(),
                said.metadata(),
                null,
                Direction.OUT,
                status);
    }

    /** The same, said in this conversation. */
    public Message inConversation(String conversation) {
        return at(id, conversation, seq, ts, status);
    }

    /** The same, having come so far. */
    public Message withStatus(Status reached) {
        return at(id, conversationId, seq, ts, reached);
    }

    /** The same with other words. */
    public Message withText(String words) {
        return copy(id, conversationId, seq, words, ts, status);
    }

    /** The same where the hub put it, having come so far. */
    public Message at(String hubId, String conversation, long place, Instant time, Status reached) {
        return copy(hubId, conversation, place, text, time, reached);
    }

    private Message copy(String hubId, String conversation, long place, String words, Instant time, Status reached) {
        return new Message(
                hubId,
                clientMsgId,
                conversation,
                conversationKind,
                place,
                from,
                to,
                kind,
                words,
                time,
                localTs,
                serviceId,
                replyTo,
                mentions,
                attachments,
                metadata,
                runId,
                direction,
                reached);
    }
}
