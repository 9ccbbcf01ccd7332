package io.clawhub.client.wire;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.clawhub.client.message.OutgoingMessage;

/**
 * The Claw Chat Hub protocol, dialect A: the agent is named by a header and again by a {@code connect} frame, so that every hub
 * of this protocol understands one of them. It knows neither cursors nor typing, kinds, mentions or metadata: those are left out.
 * Requests take the names of the hub's own protocol.
 */
public final class ClawWire implements Wire {

    private static final String TYPE = "type";
    private static final String REQUEST = "request_id";

    private final URI url;
    private final String agentId;
    private final Credential credential;
    private final boolean acks;
    private final ClawReader reader;
    /** Learned from each greeting's answer: only this hub's names the agent, and only this hub acknowledges. */
    private volatile boolean answers;

    /**
     * One agent's wire.
     *
     * @param url the hub's socket
     * @param agentId whom others reach
     * @param credential what proves it
     * @param acks whether the hub is asked to acknowledge messages
     */
    public ClawWire(URI url, String agentId, Credential credential, boolean acks) {
        this.url = url;
        this.agentId = agentId;
        this.credential = credential;
        this.acks = acks;
        this.reader = new ClawReader(agentId);
    }

    @Override
    public URI endpoint() {
        String path = url.getRawPath() == null || url.getRawPath().isEmpty() ? "/" : url.getRawPath();
        String query = url.getRawQuery();
        if (acks) {
            query = query == null ? "ack=1" : query + "&ack=1";
        }
        return Frames.address(url, true, path, query);
    }

    @Override
    public URI polling() {
        return null;
    }

    @Override
    public Map<String, String> headers() {
        Map<String, String> headers = new LinkedHashMap<>(credential.headers());
        // Other characters cannot travel in a header; then the connect frame alone names the agent.
        if (agentId.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            headers.put("X-Agent-Id", agentId);
        }
        return headers;
    }

    @Override
    public Credential credential() {
        return credential;
    }

    @Override
    public List<String> greeting(Resume resume) {
        ObjectNode connect =
                Frames.frame(TYPE, "connect").put("client_type", "chat").put("agent_id", agentId);
        if (acks) {
            connect.putArray("capabilities").add("ack");
        }
        return List.of(connect.toString());
    }

    @Override
    public List<WireEvent> read(String text) {
        JsonNode frame = Frames.parse(text, TYPE);
        if ("connected".equals(frame.get(TYPE).textValue())) {
            answers = acks && frame.hasNonNull("agent_id");
        }
        return reader.read(frame);
    }

    @Override
    public boolean answersSends() {
        return answers;
    }

    @Override
    public String send(OutgoingMessage message) {
        ObjectNode frame = Frames.frame(TYPE, "chat_message")
                .put("message_id", message.clientMsgId())
                .put("sender_id", agentId);
        Frames.put(frame, "target_agent", message.to());
        Frames.put(frame, "service_id", message.serviceId());
        Frames.put(frame, "channel_id", message.conversationId());
        return frame.put("content", message.text()).toString();
    }

    @Override
    public String ack(String conversationId, long seq) {
        return null;
    }

    @Override
    public String window(int deliveries) {
        return null;
    }

    @Override
    public String read(String conversationId, long seq) {
        return null;
    }

    @Override
    public String typing(String to, String conversationId, boolean on) {
        return null;
    }

    @Override
    public String ping(long number) {
        return Frames.frame(TYPE, "ping").toString();
    }

    @Override
    public String bye() {
        return null;
    }

    @Override
    public String request(String requestId, String type, Map<String, Object> fields) {
        ObjectNode frame = translated(type, fields);
        return frame == null ? null : frame.put(REQUEST, requestId).toString();
    }

    @Override
    public String notice(String type, Map<String, Object> fields) {
        ObjectNode frame = translated(type, fields);
        return frame == null ? null : frame.toString();
    }

    private ObjectNode translated(String type, Map<String, Object> fields) {
        Map<String, Object> renamed = new LinkedHashMap<>(fields);
        Object conversation = renamed.remove("conversation_id");
        if (conversation != null) {
            renamed.put("channel_id", conversation);
        }
        return switch (type) {
            case "channel_request" ->
                Frames.frame(TYPE, "chat_request", renamed).put("consumer_id", agentId);
            case "channel_accept" -> Frames.frame(TYPE, "chat_accept", renamed).put("provider_id", agentId);
            case "channel_reject" -> Frames.frame(TYPE, "chat_reject", renamed).put("provider_id", agentId);
            case "channel_end" -> Frames.frame(TYPE, "chat_end", renamed).put("agent_id", agentId);
            case "history" -> Frames.frame(TYPE, "chat_history", renamed).put("agent_id", agentId);
            case "services" -> Frames.frame(TYPE, "skill_discover", renamed);
            case "service_unregister" -> Frames.frame(TYPE, "unregister", renamed);
            case "service_register" -> {
                Object id = renamed.remove("service_id");
                renamed.put("id", id);
                yield Frames.frame(TYPE, "register", Map.of("service", renamed));
            }
            default -> null;
        };
    }
}
