package io.clawhub.gateway.protocol.claw;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.ListIterator;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.clawhub.events.MessageAccepted;
import io.clawhub.events.archive.LoggedMessage;
import io.clawhub.gateway.core.Command;
import io.clawhub.gateway.core.HubException;
import io.clawhub.gateway.core.Push;
import io.clawhub.gateway.core.Reply;

/** Frames to commands; replies, refusals and pushes to frames. */
final class ClawTranslator {

    /** Clients refuse frames beyond 1 MiB; this leaves room for the rest of the frame. */
    private static final int MAX_HISTORY_CHARS = 900 * 1024 / 3;

    private ClawTranslator() {}

    /** The command of a message. Nobody waits for a plain client's send, so it is held rather than refused. */
    static Command.SendMessage command(ClawFrame.ChatMessage frame, boolean answered) {
        return new Command.SendMessage(
                frame.messageId(),
                frame.targetAgent(),
                frame.serviceId(),
                frame.channelId(),
                frame.content(),
                !answered);
    }

    static Command.RegisterService command(ClawFrame.Register frame) {
        return new Command.RegisterService(frame.serviceId(), frame.name(), frame.description(), frame.service());
    }

    static Command.ReadHistory command(ClawFrame.ChatHistory frame) {
        return new Command.ReadHistory(frame.channelId(), frame.serviceId(), frame.limit());
    }

    static String push(Push push) {
        return switch (push) {
            case Push.MessageArrived arrived -> chatMessage(arrived.logged()).toString();
        };
    }

    /** A message as the protocol's clients read it; {@code sender_id} and {@code content} are what they insist on. */
    static ObjectNode chatMessage(LoggedMessage logged) {
        MessageAccepted message = logged.message();
        ObjectNode frame = ClawCodec.frame("chat_message")
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

    static String ack(ClawFrame.ChatMessage frame, Reply.Accepted accepted) {
        return answer("chat_message_ack", frame.requestId())
                .put("message_id", frame.messageId() != null ? frame.messageId() : accepted.messageId())
                .put("hub_message_id", accepted.messageId())
                .put("status", accepted.delivered() ? "delivered" : "pending")
                .put("channel_id", accepted.conversationId())
                .put("timestamp", Instant.ofEpochMilli(accepted.atMillis()).toString())
                .toString();
    }

    static String failedAck(ClawFrame.ChatMessage frame, HubException refusal) {
        return answer("chat_message_ack", frame.requestId())
                .put("message_id", frame.messageId())
                .put("status", "failed")
                .put("error_code", refusal.error().name())
                .put("message", refusal.getMessage())
                .put("retryable", refusal.error().retryable())
                .toString();
    }

    static String registered(ClawFrame.Register frame, Reply.ServiceRegistered registered, String tunnelId) {
        return answer("registered", frame.requestId())
                .put("service_id", registered.serviceId())
                .put("tunnel_id", tunnelId)
                .put("channel_id", registered.conversationId())
                .put("status", "online")
                .toString();
    }

    /** The newest messages that fit, oldest first. */
    static String history(ClawFrame.ChatHistory frame, Reply.HistoryRead read) {
        List<ObjectNode> fitting = new ArrayList<>();
        boolean cut = false;
        int chars = 0;
        ListIterator<LoggedMessage> newestFirst =
                read.messages().listIterator(read.messages().size());
        while (newestFirst.hasPrevious() && !cut) {
            ObjectNode message = chatMessage(newestFirst.previous());
            message.put("sender", message.path("sender_id").textValue());
            chars += message.toString().length();
            if (chars > MAX_HISTORY_CHARS) {
                cut = true;
            } else {
                fitting.add(message);
            }
        }
        Collections.reverse(fitting);
        ObjectNode response = ClawCodec.frame("chat_history_response")
                .put("request_id", frame.requestId())
                .put("channel_id", frame.channelId() != null ? frame.channelId() : read.conversationId())
                .put("service_id", frame.serviceId());
        ArrayNode messages = response.putArray("messages");
        fitting.forEach(messages::add);
        return response.put("total", fitting.size())
                .put("has_more", cut || read.hasMore())
                .toString();
    }

    /** For a client that takes whatever comes next for its history: an empty one, which says why. */
    static String noHistory(ClawFrame.ChatHistory frame, HubException refusal) {
        ObjectNode response = ClawCodec.frame("chat_history_response")
                .put("request_id", frame.requestId())
                .put("channel_id", frame.channelId())
                .put("service_id", frame.serviceId())
                .put("error_code", refusal.error().name());
        response.putArray("messages");
        return response.put("total", 0).put("has_more", false).toString();
    }

    static String error(String requestId, HubException refusal) {
        ObjectNode frame = answer("error", requestId)
                .put("error_code", refusal.error().name())
                .put("message", refusal.getMessage());
        frame.putObject("details").put("retryable", refusal.error().retryable());
        return frame.toString();
    }

    static String connected(ClawFrame.Connect frame, String clientId, String agentId) {
        return answer("connected", frame.requestId())
                .put("client_id", clientId)
                .put("client_type", frame.clientType() == null ? "consumer" : frame.clientType())
                .put("agent_id", agentId)
                .toString();
    }

    static String pong() {
        return ClawCodec.frame("pong").toString();
    }

    private static ObjectNode answer(String type, String requestId) {
        ObjectNode frame = ClawCodec.frame(type);
        return requestId == null ? frame : frame.put("request_id", requestId);
    }
}
