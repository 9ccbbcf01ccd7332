package io.clawhub.gateway.protocol.agentclub;

import java.util.List;

import io.clawhub.gateway.core.MessageCommand;

/** What a client says. A chat that cannot exist is null. */
sealed interface ClubEvent {

    /**
     * {@code send_message}.
     *
     * @param chat where
     * @param content what; may be empty
     * @param contentType {@code text}, {@code image}, {@code audio}, {@code video}, {@code file}, or any other word
     * @param fileUrl what the upload answered, or an absolute URL; null: no file
     * @param fileName the file's name to show, or null
     * @param mentions ids and {@code all}, each once
     * @param clientMsgId the sender's idempotency key; null from clients that know none
     * @param replyTo the id of the message it answers, or null
     */
    record SendMessage(
            ChatRef chat,
            String content,
            String contentType,
            String fileUrl,
            String fileName,
            List<String> mentions,
            String clientMsgId,
            String replyTo)
            implements ClubEvent {
        public SendMessage {
            mentions = List.copyOf(mentions);
        }
    }

    /** {@code mark_read} of messages, by their ids. */
    record MarkMessages(List<String> messageIds) implements ClubEvent {
        public MarkMessages {
            messageIds = List.copyOf(messageIds);
        }
    }

    /** {@code mark_read} of a chat, up to now. */
    record MarkChat(ChatRef chat) implements ClubEvent {}

    /** {@code edit_message}, {@code delete_message} or {@code react}. */
    record ChangeMessage(MessageCommand command) implements ClubEvent {}

    /** {@code heartbeat}. */
    record Heartbeat() implements ClubEvent {}

    /** {@code join_chat}: this is what is looked at now. */
    record JoinChat(ChatRef chat) implements ClubEvent {}

    /** {@code leave_chat}. */
    record LeaveChat(ChatRef chat) implements ClubEvent {}

    /** {@code typing}. */
    record ShowTyping(ChatRef chat) implements ClubEvent {}
}
