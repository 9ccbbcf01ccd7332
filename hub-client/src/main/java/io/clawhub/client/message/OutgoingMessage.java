package io.clawhub.client.message;

import java.util.List;
import java.util.Map;

/**
 * What an agent wants to say. Make one with {@link #to} or {@link #in} and the {@code with} methods.
 *
 * @param clientMsgId the idempotency key; null: the client makes one
 * @param to the agent it is for, or null when a conversation is named
 * @param conversationId the conversation, or null
 * @param serviceId the service it is addressed through, or null
 * @param kind text, file, system or event
 * @param text what to say
 * @param replyTo the id of the message it answers, or null
 * @param mentions agent ids, or {@code all}
 * @param attachments files that were uploaded before
 * @param metadata JSON values
 */
public record OutgoingMessage(
        String clientMsgId,
        String to,
        String conversationId,
        String serviceId,
        String kind,
        String text,
        String replyTo,
        List<String> mentions,
        List<Attachment> attachments,
        Map<String, Object> metadata) {

    /** An ordinary message. */
    public static final String TEXT = "text";

    public OutgoingMessage {
        kind = kind == null ? TEXT : kind;
        mentions = mentions == null ? List.of() : List.copyOf(mentions);
        attachments = attachments == null ? List.of() : List.copyOf(attachments);
        metadata = metadata == null ? Map.of() : Map.copyOf(metadata);
    }

    /** Text for an agent. */
    public static OutgoingMessage to(String agentId, String text) {
        return new OutgoingMessage(null, agentId, null, null, TEXT, text, null, null, null, null);
    }

    /** Text in a conversation. */
    public static OutgoingMessage in(String conversationId, String text) {
        return new OutgoingMessage(null, null, conversationId, null, TEXT, text, null, null, null, null);
    }

    /** The same under this idempotency key. */
    public OutgoingMessage withClientMsgId(String key) {
        return new OutgoingMessage(
                key, to, conversationId, serviceId, kind, text, replyTo, mentions, attachments, metadata);
    }

    /** The same with these words. */
    public OutgoingMessage withText(String words) {
        return new OutgoingMessage(
                clientMsgId, to, conversationId, serviceId, kind, words, replyTo, mentions, attachments, metadata);
    }

    /** The same through this service. */
    public OutgoingMessage withServiceId(String service) {
        return new OutgoingMessage(
                clientMsgId, to, conversationId, service, kind, text, replyTo, mentions, attachments, metadata);
    }

    /** The same as an answer to this message. */
    public OutgoingMessage withReplyTo(String messageId) {
        return new OutgoingMessage(
                clientMsgId, to, conversationId, serviceId, kind, text, messageId, mentions, attachments, metadata);
    }

    /** The same, mentioning these. */
    public OutgoingMessage withMentions(List<String> agentIds) {
        return new OutgoingMessage(
                clientMsgId, to, conversationId, serviceId, kind, text, replyTo, agentIds, attachments, metadata);
    }

    /** The same with these files. */
    public OutgoingMessage withAttachments(List<Attachment> files) {
        return new OutgoingMessage(
                clientMsgId, to, conversationId, serviceId, kind, text, replyTo, mentions, files, metadata);
    }

    /** The same with this metadata. */
    public OutgoingMessage withMetadata(Map<String, Object> values) {
        return new OutgoingMessage(
                clientMsgId, to, conversationId, serviceId, kind, text, replyTo, mentions, attachments, values);
    }
}
