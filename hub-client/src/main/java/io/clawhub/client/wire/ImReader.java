package io.clawhub.client.wire;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;

import io.clawhub.client.message.Attachment;
import io.clawhub.client.message.Direction;
import io.clawhub.client.message.Message;
import io.clawhub.client.message.SendFailure;
import io.clawhub.client.message.Status;

/** Frames of the hub's own protocol, understood. */
final class ImReader {

    private static final String RUN_NOT_FOUND = "RUN_NOT_FOUND";

    private final String agentId;

    ImReader(String agentId) {
        this.agentId = agentId;
    }

    /** The event of a frame, or null if its type is unknown. */
    WireEvent read(JsonNode frame) {
        return switch (frame.get("t").textValue()) {
            case "welcome" -> welcome(frame);
            case "deliver" ->
                new WireEvent.Delivered(
                        message(frame.path("message")),
                        frame.path("redelivered").asBoolean());
            case "caught_up" -> new WireEvent.CaughtUp();
            case "send_ok" -> accepted(frame);
            case "send_err" -> refused(frame);
            case "status" -> status(frame);
            case "error" ->
                new WireEvent.Refused(
                        Frames.text(frame, "rid"), failure(frame), Frames.number(frame, "retry_after_ms"));
            case "reply" -> new WireEvent.Answered(Frames.required(frame, "rid"), body(frame));
            case "pong" -> new WireEvent.Pong(Frames.number(frame, "n"));
            case "going_away" ->
                new WireEvent.GoingAway(frame.path("reconnect_ms").asLong());
            default -> happening(frame);
        };
    }

    /** What others did. */
    private static WireEvent happening(JsonNode frame) {
        String conversation = Frames.text(frame, "conversation_id");
        String by = Frames.text(frame, "by");
        return switch (frame.get("t").textValue()) {
            case "typing" ->
                new WireEvent.Typing(
                        conversation,
                        Frames.text(frame, "from"),
                        frame.path("on").asBoolean());
            case "stream" ->
                new WireEvent.Streamed(
                        Frames.required(frame, "run_id"),
                        conversation,
                        Frames.text(frame, "from"),
                        frame.path("first_seq").asLong(frame.path("seq").asLong()),
                        frame.path("seq").asLong(),
                        Frames.required(frame, "op"),
                        Frames.text(frame, "kind"),
                        Frames.text(frame, "text"),
                        Frames.text(frame, "message_id"));
            case "cancel" -> new WireEvent.CancelAsked(Frames.required(frame, "run_id"), conversation, by);
            case "channel" ->
                new WireEvent.ChannelChanged(
                        conversation,
                        Frames.required(frame, "status"),
                        Frames.text(frame, "service_id"),
                        Frames.text(frame, "provider_id"),
                        Frames.text(frame, "consumer_id"),
                        by,
                        Frames.text(frame, "text"),
                        Frames.instant(frame, "ts"));
            case "group" ->
                new WireEvent.GroupChanged(
                        conversation,
                        Frames.required(frame, "change"),
                        Frames.text(frame, "name"),
                        Frames.texts(frame, "members"),
                        Frames.texts(frame, "who"),
                        by,
                        Frames.instant(frame, "ts"));
            case "edited", "deleted", "reaction" -> changed(frame, conversation, by);
            case "presence" ->
                new WireEvent.PresenceChanged(
                        Frames.required(frame, "agent_id"),
                        Frames.required(frame, "status"),
                        Frames.instant(frame, "last_active_at"));
            default -> null;
        };
    }

    private static WireEvent changed(JsonNode frame, String conversation, String by) {
        return new WireEvent.MessageChanged(
                conversation,
                Frames.required(frame, "id"),
                Frames.required(frame, "t"),
                by,
                Frames.text(frame, "text"),
                Frames.text(frame, "reaction"),
                frame.path("on").asBoolean(),
                Frames.instant(frame, "ts"));
    }

    private static WireEvent welcome(JsonNode frame) {
        return new WireEvent.Welcome(
                Frames.text(frame, "session_id"),
                Frames.text(frame, "epoch"),
                frame.path("recovered").asBoolean(),
                frame.path("heartbeat_seconds").asInt(),
                frame.path("limits").path("text_max_bytes").asInt());
    }

    private static WireEvent accepted(JsonNode frame) {
        return new WireEvent.SendAccepted(
                Frames.required(frame, "cmid"),
                Frames.required(frame, "id"),
                Frames.text(frame, "conversation_id"),
                frame.path("seq").asLong(),
                Frames.instant(frame, "ts"),
                frame.path("duplicate").asBoolean(),
                Status.SENT);
    }

    private static WireEvent status(JsonNode frame) {
        Status state = "read".equals(Frames.required(frame, "state")) ? Status.READ : Status.DELIVERED;
        return new WireEvent.StatusAdvanced(
                Frames.required(frame, "conversation_id"), frame.path("seq").asLong(), state, Frames.text(frame, "by"));
    }

    private static WireEvent refused(JsonNode frame) {
        SendFailure failure = failure(frame);
        // The run it was to end is gone, on another connection perhaps; the message can be said without it.
        boolean again = failure.recoverable() || RUN_NOT_FOUND.equals(failure.code());
        return new WireEvent.SendRefused(
                Frames.required(frame, "cmid"),
                new SendFailure(failure.code(), failure.message(), again),
                Frames.number(frame, "retry_after_ms"));
    }

    private static SendFailure failure(JsonNode frame) {
        return new SendFailure(
                Frames.required(frame, "code"),
                Frames.text(frame, "message"),
                frame.path("recoverable").asBoolean());
    }

    private Map<String, Object> body(JsonNode frame) {
        Map<String, Object> body = Frames.values(frame);
        body.remove("t");
        body.remove("rid");
        if (frame.path("messages").isArray()) {
            List<Message> messages = new ArrayList<>();
            frame.get("messages").forEach(item -> messages.add(message(item)));
            body.put("messages", List.copyOf(messages));
        }
        return body;
    }

    private Message message(JsonNode said) {
        String from = Frames.required(said, "from");
        boolean own = "out".equals(Frames.text(said, "dir")) || from.equals(agentId);
        String id = Frames.required(said, "id");
        String kind = Frames.text(said, "kind");
        String text = Frames.text(said, "text");
        return new Message(
                id,
                Frames.text(said, "client_msg_id"),
                Frames.required(said, "conversation_id"),
                Frames.text(said, "conversation_kind"),
                said.path("seq").asLong(),
                from,
                Frames.text(said, "to"),
                kind == null ? "text" : kind,
                text == null ? "" : text,
                Frames.instant(said, "ts"),
                null,
                Frames.text(said, "service_id"),
                Frames.text(said, "reply_to"),
                Frames.texts(said, "mentions"),
                attachments(said),
                Frames.values(said.get("metadata")),
                Frames.text(said, "run_id"),
                own ? Direction.OUT : Direction.IN,
                own ? Status.SENT : null);
    }

    private static List<Attachment> attachments(JsonNode said) {
        List<Attachment> attachments = new ArrayList<>();
        for (JsonNode file : said.path("attachments")) {
            attachments.add(new Attachment(
                    Frames.required(file, "id"),
                    Frames.text(file, "name"),
                    Frames.text(file, "content_type"),
                    file.path("size").asLong(),
                    Frames.text(file, "sha256")));
        }
        return attachments;
    }
}
