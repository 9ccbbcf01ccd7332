package io.clawhub.gateway.protocol.claw;

import java.time.Instant;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.clawhub.events.MessageAccepted;
import io.clawhub.events.MessageDetails;
import io.clawhub.events.archive.LoggedMessage;
import io.clawhub.gateway.core.Command;
import io.clawhub.gateway.core.HubException;
import io.clawhub.gateway.core.Reply;

/** Messages in frames: sending, acknowledging, pushing. */
final class ChatFrames {

    private ChatFrames() {}

    /**
     * The command of a message.
     *
     * @param target whom it is for, an alias resolved
     * @param answered whether the sender waits; nobody waits for a plain client's send, so it is held rather than refused
     */
    static Command.SendMessage command(ChatFrame.Say frame, String target, boolean answered) {
        return new Command.SendMessage(
                frame.messageId(), target, frame.serviceId(), frame.channelId(), frame.content(), !answered);
    }

    /** The command of a message that ends a run of the same name: it is never held, because its end is to be told. */
    static Command.SendMessage ending(ChatFrame.Say frame, String target) {
        return new Command.SendMessage(
                frame.messageId(),
                target,
                frame.serviceId(),
                frame.channelId(),
                frame.content(),
                new MessageDetails(null, null, null, null, null, frame.messageId()),
                false);
    }

    /**
     * A message to a client of dialect A or A0, or of dialect B, which knows the sender by another name.
     *
     * @param streams whether the client has seen it grow
     */
    static ObjectNode push(LoggedMessage logged, boolean b, boolean streams) {
        ObjectNode frame = push(logged, b);
        MessageDetails details = logged.message().details();
        if (streams && details != null && details.runId() != null) {
            frame.put("run_id", details.runId());
        }
        return frame;
    }

    private static ObjectNode push(LoggedMessage logged, boolean b) {
        return b
                ? message("message", logged).put("sender", logged.message().senderId())
                : message("chat_message", logged);
    }

    /** A message as the protocol's clients read it; {@code sender_id} and {@code content} are what they insist on. */
    static ObjectNode message(String type, LoggedMessage logged) {
        MessageAccepted message = logged.message();
        ObjectNode frame = ClawCodec.frame(type)
                .put("message_id", message.clientMsgId() != null ? message.clientMsgId() : message.messageId())
                .put("hub_message_id", message.messageId())
                .put("channel_id", message.conversationId())
                .put("sender_id", message.senderId());
        frame.set("content", message.content());
        return frame.put("timestamp", logged.at().toString())
                .put("target_agent", target(message))
                .put("service_id", message.serviceId());
    }

    private static String target(MessageAccepted message) {
        for (String participantId : message.audience()) {
            if (!participantId.equals(message.senderId())) {
                return participantId;
            }
        }
        return null;
    }

    /** The acknowledgement of dialects A and A0, or the answer of dialect B. */
    static ObjectNode accepted(FrameHead head, ChatFrame.Say frame, Reply.Accepted accepted) {
        return ClawCodec.frame(head.b() ? "chat_result" : "chat_message_ack")
                .put("message_id", frame.messageId() != null ? frame.messageId() : accepted.messageId())
                .put("hub_message_id", accepted.messageId())
                .put("status", accepted.delivered() ? "delivered" : "pending")
                .put("channel_id", accepted.conversationId())
                .put("timestamp", Instant.ofEpochMilli(accepted.atMillis()).toString());
    }

    /** The acknowledgement of dialects A and A0 that says no. */
    static ObjectNode failed(ChatFrame.Say frame, HubException refusal) {
        return ClawCodec.frame("chat_message_ack")
                .put("message_id", frame.messageId())
                .put("status", "failed")
                .put("error_code", refusal.error().name())
                .put("message", refusal.getMessage())
                .put("retryable", refusal.error().retryable());
    }
}
