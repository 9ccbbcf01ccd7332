package io.clawhub.client.wire;

import java.net.URI;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.clawhub.client.message.Attachment;
import io.clawhub.client.message.OutgoingMessage;

/** The hub's own protocol, version 1: {@code /im/v1/ws}. Its type field is {@code t}. */
public final class ImWire implements Wire {

    private static final int VERSION = 1;
    private static final String TYPE = "t";
    private static final String PATH = "/im/v1";
    private static final String SOCKET = "/ws";

    /** More cursors than this are not told: the hub keeps its own, and a greeting must fit into one frame. */
    private static final int MAX_CURSORS = 2000;

    private final URI base;
    private final String agentId;
    private final String clientId;
    private final Credential credential;
    private final ImReader reader;

    /**
     * One agent's wire.
     *
     * @param server the hub, {@code http(s)://} or {@code ws(s)://}, with or without the protocol's path
     * @param agentId whom others reach
     * @param clientId this installation of the agent; each has its own cursors
     * @param credential what proves it
     */
    public ImWire(URI server, String agentId, String clientId, Credential credential) {
        String path = server.getRawPath() == null ? "" : server.getRawPath();
        path = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
        path = path.endsWith(PATH + SOCKET) ? path.substring(0, path.length() - SOCKET.length()) : path;
        path = path.endsWith(PATH) ? path : path + PATH;
        this.base = Frames.address(server, false, path, server.getRawQuery());
        this.agentId = agentId;
        this.clientId = clientId;
        this.credential = credential;
        this.reader = new ImReader(agentId);
    }

    @Override
    public URI endpoint() {
        return Frames.address(base, true, base.getRawPath() + SOCKET, base.getRawQuery());
    }

    @Override
    public URI polling() {
        return Frames.address(base, false, base.getRawPath(), null);
    }

    @Override
    public Map<String, String> headers() {
        return credential.headers();
    }

    @Override
    public Credential credential() {
        return credential;
    }

    @Override
    public List<String> greeting(Resume resume) {
        ObjectNode hello = Frames.frame(TYPE, "hello")
                .put("v", VERSION)
                .put("agent_id", agentId)
                .put("client_id", clientId);
        Frames.put(hello, "epoch", resume.epoch());
        boolean tell = resume.epoch() != null
                && !resume.cursors().isEmpty()
                && resume.cursors().size() <= MAX_CURSORS;
        Frames.put(hello, "cursors", resume.cursors(), !tell);
        if (resume.window() > 0) {
            hello.put("window", resume.window());
        }
        return List.of(hello.toString());
    }

    @Override
    public List<WireEvent> read(String text) {
        JsonNode frame = Frames.parse(text, TYPE);
        WireEvent event = reader.read(frame);
        return event == null ? List.of() : List.of(event);
    }

    @Override
    public boolean answersSends() {
        return true;
    }

    @Override
    public String send(OutgoingMessage message) {
        ObjectNode frame = Frames.frame(TYPE, "send").put("cmid", message.clientMsgId());
        Frames.put(frame, "to", message.to());
        Frames.put(frame, "conversation_id", message.conversationId());
        Frames.put(frame, "service_id", message.serviceId());
        if (!OutgoingMessage.TEXT.equals(message.kind())) {
            frame.put("kind", message.kind());
        }
        frame.put("text", message.text() == null ? "" : message.text());
        Frames.put(frame, "reply_to", message.replyTo());
        Frames.put(frame, "mentions", message.mentions(), message.mentions().isEmpty());
        attachments(frame, message.attachments());
        Frames.put(frame, "metadata", message.metadata(), message.metadata().isEmpty());
        return frame.toString();
    }

    private static void attachments(ObjectNode frame, List<Attachment> attachments) {
        if (attachments.isEmpty()) {
            return;
        }
        ArrayNode files = frame.putArray("attachments");
        for (Attachment attachment : attachments) {
            ObjectNode file = files.addObject().put("id", attachment.id());
            Frames.put(file, "name", attachment.name());
            Frames.put(file, "content_type", attachment.contentType());
            file.put("size", attachment.size());
            Frames.put(file, "sha256", attachment.sha256());
        }
    }

    @Override
    public String ack(String conversationId, long seq) {
        return position("ack", conversationId, seq);
    }

    @Override
    public String window(int deliveries) {
        return Frames.frame(TYPE, "window").put("n", deliveries).toString();
    }

    @Override
    public String read(String conversationId, long seq) {
        return position("read", conversationId, seq);
    }

    private static String position(String type, String conversationId, long seq) {
        return Frames.frame(TYPE, type)
                .put("conversation_id", conversationId)
                .put("seq", seq)
                .toString();
    }

    @Override
    public String typing(String to, String conversationId, boolean on) {
        ObjectNode frame = Frames.frame(TYPE, "typing");
        Frames.put(frame, "to", to);
        Frames.put(frame, "conversation_id", conversationId);
        return frame.put("on", on).toString();
    }

    @Override
    public String ping(long number) {
        return Frames.frame(TYPE, "ping").put("n", number).toString();
    }

    @Override
    public String bye() {
        return Frames.frame(TYPE, "bye").toString();
    }

    @Override
    public String request(String requestId, String type, Map<String, Object> fields) {
        return Frames.frame(TYPE, type, fields).put("rid", requestId).toString();
    }

    @Override
    public String notice(String type, Map<String, Object> fields) {
        return Frames.frame(TYPE, type, fields).toString();
    }
}
