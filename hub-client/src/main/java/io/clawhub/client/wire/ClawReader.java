package io.clawhub.client.wire;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;

import io.clawhub.client.message.Direction;
import io.clawhub.client.message.Message;
import io.clawhub.client.message.SendFailure;
import io.clawhub.client.message.Status;

/** Frames of the Claw Chat Hub protocol, understood, under the names that the hub's own protocol uses. */
final class ClawReader {

    private final String agentId;

    ClawReader(String agentId) {
        this.agentId = agentId;
    }

    /** The events of a frame; none if its type is unknown. */
    List<WireEvent> read(JsonNode frame) {
        String rid = Frames.text(frame, "request_id");
        return switch (frame.get("type").textValue()) {
            // Nothing is announced as caught up: what waited comes some time after.
            case "connected" ->
                List.of(
                        new WireEvent.Welcome(Frames.text(frame, "client_id"), null, true, 0, 0),
                        new WireEvent.CaughtUp());
            case "chat_message" -> List.of(new WireEvent.Delivered(message(frame), false));
            case "chat_message_ack" -> List.of(ack(frame));
            case "chat_request" -> List.of(channel(frame, "pending", Frames.text(frame, "content")));
            case "chat_accept" -> settled(frame, rid, "accepted", "active");
            case "chat_reject" -> settled(frame, rid, "rejected", "rejected");
            case "chat_end" -> List.of(channel(frame, "ended", Frames.text(frame, "reason")));
            case "chat_history_response" -> answered(rid, history(frame), frame);
            case "registered", "success", "chat_result" -> answered(rid, body(frame), frame);
            case "skill_list" -> answered(rid, services(frame), frame);
            case "pong" -> List.of(new WireEvent.Pong(null));
            case "error" -> List.of(failed(frame, rid));
            default -> List.of();
        };
    }

    private static WireEvent ack(JsonNode frame) {
        String id = Frames.required(frame, "message_id");
        String status = Frames.required(frame, "status");
        if ("failed".equals(status)) {
            return new WireEvent.SendRefused(id, failure(frame), Frames.number(frame, "retry_after_ms"));
        }
        String hubId = Frames.text(frame, "hub_message_id");
        return new WireEvent.SendAccepted(
                id,
                hubId == null ? id : hubId,
                Frames.text(frame, "channel_id"),
                0,
                Frames.instant(frame, "timestamp"),
                false,
                "delivered".equals(status) ? Status.DELIVERED : Status.SENT);
    }

    private static WireEvent failed(JsonNode frame, String rid) {
        String id = Frames.text(frame, "message_id");
        SendFailure failure = failure(frame);
        return id == null
                ? new WireEvent.Refused(rid, failure, Frames.number(frame, "retry_after_ms"))
                : new WireEvent.SendRefused(id, failure, Frames.number(frame, "retry_after_ms"));
    }

    private static SendFailure failure(JsonNode frame) {
        String code = Frames.text(frame, "error_code");
        JsonNode retryable = frame.has("retryable")
                ? frame.get("retryable")
                : frame.path("details").path("retryable");
        return new SendFailure(code == null ? "ERROR" : code, Frames.text(frame, "message"), retryable.asBoolean());
    }

    private static List<WireEvent> answered(String rid, Map<String, Object> body, JsonNode frame) {
        if (rid == null) {
            return List.of();
        }
        return List.of(
                frame.hasNonNull("error_code")
                        ? new WireEvent.Refused(rid, failure(frame), null)
                        : new WireEvent.Answered(rid, body));
    }

    private static List<WireEvent> settled(JsonNode frame, String rid, String answer, String status) {
        List<WireEvent> events = new ArrayList<>();
        if (rid != null) {
            Map<String, Object> body = body(frame);
            body.put("status", answer);
            events.add(new WireEvent.Answered(rid, body));
        }
        events.add(channel(frame, status, Frames.text(frame, "reason")));
        return events;
    }

    private static WireEvent channel(JsonNode frame, String status, String text) {
        String by = Frames.text(frame, "agent_id");
        return new WireEvent.ChannelChanged(
                Frames.text(frame, "channel_id"),
                status,
                Frames.text(frame, "service_id"),
                Frames.text(frame, "provider_id"),
                Frames.text(frame, "consumer_id"),
                by == null ? Frames.text(frame, "sender_id") : by,
                text,
                Frames.instant(frame, "timestamp"));
    }

    private Map<String, Object> history(JsonNode frame) {
        List<Message> messages = new ArrayList<>();
        frame.path("messages").forEach(item -> messages.add(message(item)));
        Map<String, Object> body = body(frame);
        body.put("messages", List.copyOf(messages));
        return body;
    }

    private static Map<String, Object> services(JsonNode frame) {
        List<Map<String, Object>> services = new ArrayList<>();
        for (JsonNode skill : frame.path("skills")) {
            Map<String, Object> service = new LinkedHashMap<>(Frames.values(skill));
            service.putIfAbsent("service_id", Frames.text(skill, "skill_id"));
            service.put("provider_id", Frames.text(skill, "owner"));
            service.put("online", "online".equals(Frames.text(skill, "status")));
            services.add(service);
        }
        Map<String, Object> body = body(frame);
        body.put("services", services);
        return body;
    }

    private static Map<String, Object> body(JsonNode frame) {
        Map<String, Object> body = new LinkedHashMap<>(Frames.values(frame));
        body.remove("type");
        body.remove("request_id");
        Object channel = body.remove("channel_id");
        if (channel != null) {
            body.put("conversation_id", channel);
        }
        return body;
    }

    private Message message(JsonNode frame) {
        String own = Frames.text(frame, "message_id");
        String hubId = Frames.text(frame, "hub_message_id");
        if (own == null && hubId == null) {
            throw Frames.bad("no message_id");
        }
        String from = Frames.text(frame, "sender_id");
        boolean mine = agentId.equals(from);
        JsonNode content = frame.path("content");
        String text = content.isTextual() ? content.textValue() : content.isMissingNode() ? "" : content.toString();
        return new Message(
                hubId == null ? own : hubId,
                own,
                Frames.text(frame, "channel_id"),
                null,
                0,
                from,
                Frames.text(frame, "target_agent"),
                "text",
                text,
                Frames.instant(frame, "timestamp"),
                null,
                Frames.text(frame, "service_id"),
                null,
                null,
                null,
                null,
                null,
                mine ? Direction.OUT : Direction.IN,
                mine ? Status.SENT : null);
    }
}
