package io.clawhub.client.doubles;

import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.java_websocket.WebSocket;

import io.clawhub.client.connection.FakeHub;

/** A small hub that speaks the im wire on a real socket: conversations of two, cursors, idempotent sends, receipts. */
public final class ImHub implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final List<ObjectNode> log = new ArrayList<>();
    private final Map<String, ObjectNode> byKey = new HashMap<>();
    private final Map<String, WebSocket> online = new HashMap<>();
    private final Map<WebSocket, String> agents = new HashMap<>();
    private final Map<String, Map<String, Long>> acked = new HashMap<>();
    private final Map<String, Function<JsonNode, Map<String, Object>>> answers = new ConcurrentHashMap<>();
    private final Map<String, String> refusals = new ConcurrentHashMap<>();
    private final List<JsonNode> seen = new CopyOnWriteArrayList<>();
    private final int port;
    private FakeHub socket;
    private String epoch = "e1";
    private long seq = 100;
    private int silent;
    private boolean useCursors = true;
    private boolean locked;

    public ImHub() throws InterruptedException {
        socket = FakeHub.started();
        socket.onFrame(this::frame);
        port = socket.getPort();
    }

    public URI url() {
        return URI.create("http://127.0.0.1:" + port);
    }

    /** Goes away and takes all connections along; what it has stays. */
    public void stop() {
        socket.close();
        synchronized (this) {
            online.clear();
            agents.clear();
        }
    }

    public void restart() throws InterruptedException {
        socket = FakeHub.started(port);
        socket.onFrame(this::frame);
    }

    /** Lost its cursors: knows the clients' no more, and delivers everything again. */
    public synchronized void newEpoch(String name) {
        epoch = name;
        acked.clear();
        useCursors = false;
    }

    /** Lets nobody in any more. */
    public synchronized void lockOut() {
        locked = true;
    }

    /** Answers sends of this text with this code, for good. */
    public void refuse(String text, String code) {
        refusals.put(text, code);
    }

    /** Takes the next sends, and closes the socket instead of answering. */
    public synchronized void cutBeforeAnswer(int times) {
        silent = times;
    }

    /** Answers requests of this type. */
    public void answer(String type, Function<JsonNode, Map<String, Object>> body) {
        answers.put(type, body);
    }

    /** Frames of this type that came, oldest first. */
    public List<JsonNode> frames(String type) {
        return seen.stream()
                .filter(frame -> frame.path("t").asText().equals(type))
                .toList();
    }

    /** What was accepted in the conversation of these two, in order. */
    public synchronized List<String> said(String one, String other) {
        return log.stream()
                .filter(message -> message.path("conversation_id").asText().equals(conversation(one, other)))
                .map(message -> message.path("text").asText())
                .toList();
    }

    public synchronized long ackedBy(String agent, String other) {
        return acked.getOrDefault(agent, Map.of()).getOrDefault(conversation(agent, other), 0L);
    }

    /** Somebody who is not connected says something. Gives the message's id. */
    public synchronized String says(String from, String to, String text) {
        return accept(from, to, text, null).path("id").asText();
    }

    /** Sends a frame as it is to an agent's newest connection. */
    public synchronized void push(String agent, Map<String, Object> frame) {
        online.get(agent).send(JSON.valueToTree(frame).toString());
    }

    @Override
    public void close() {
        socket.close();
    }

    private synchronized void frame(WebSocket from, String text) {
        JsonNode frame;
        try {
            frame = JSON.readTree(text);
        } catch (java.io.IOException e) {
            throw new AssertionError(e);
        }
        seen.add(frame);
        switch (frame.path("t").asText()) {
            case "hello" -> hello(from, frame);
            case "ping" -> FakeHub.greet(from, text);
            case "send", "stream_end" -> send(from, frame);
            case "ack" -> ack(agents.get(from), frame);
            case "bye" -> from.close(1000);
            default -> request(from, frame);
        }
    }

    private void hello(WebSocket from, JsonNode hello) {
        String agent = hello.path("agent_id").asText();
        if (locked) {
            from.close(1008, "AUTH_FAILED");
            return;
        }
        online.put(agent, from);
        agents.put(from, agent);
        boolean recovered = useCursors && hello.path("epoch").asText().equals(epoch);
        useCursors = true;
        from.send(frame("welcome")
                .put("v", 1)
                .put("session_id", "s")
                .put("agent_id", agent)
                .put("epoch", epoch)
                .put("recovered", recovered)
                .put("heartbeat_seconds", 30)
                .set("limits", JSON.createObjectNode().put("text_max_bytes", 65_536))
                .toString());
        Map<String, Long> own = acked.getOrDefault(agent, Map.of());
        for (ObjectNode message : log) {
            String conversation = message.path("conversation_id").asText();
            long after = own.getOrDefault(conversation, 0L);
            JsonNode cursor = hello.path("cursors").path(conversation);
            if (recovered && cursor.isNumber()) {
                after = cursor.asLong();
            }
            if (message.path("to").asText().equals(agent) && message.path("seq").asLong() > after) {
                from.send(frame("deliver")
                        .put("redelivered", true)
                        .set("message", message)
                        .toString());
            }
        }
        from.send(frame("caught_up").toString());
    }

    private void send(WebSocket from, JsonNode send) {
        String text = send.path("text").asText();
        JsonNode named = send.path("t").asText().equals("stream_end") ? begun(send) : send;
        String cmid = named.path("cmid").asText();
        if (refusals.containsKey(text)) {
            from.send(frame("send_err")
                    .put("cmid", cmid)
                    .put("code", refusals.get(text))
                    .put("message", "refused by the test")
                    .put("recoverable", false)
                    .toString());
            return;
        }
        String agent = agents.get(from);
        boolean duplicate = byKey.containsKey(agent + " " + cmid);
        ObjectNode message = duplicate
                ? byKey.get(agent + " " + cmid)
                : accept(agent, named.path("to").asText(), text, cmid);
        if (silent > 0) {
            silent--;
            from.close(1011);
            return;
        }
        from.send(frame("send_ok")
                .put("cmid", cmid)
                .put("id", message.path("id").asText())
                .put("conversation_id", message.path("conversation_id").asText())
                .put("seq", message.path("seq").asLong())
                .put("ts", message.path("ts").asText())
                .put("duplicate", duplicate)
                .toString());
    }

    private JsonNode begun(JsonNode end) {
        return frames("stream_begin").stream()
                .filter(begin -> begin.path("run_id").equals(end.path("run_id")))
                .findFirst()
                .orElseThrow();
    }

    private ObjectNode accept(String from, String to, String text, String cmid) {
        ObjectNode message = JSON.createObjectNode()
                .put("id", "msg_" + ++seq)
                .put("conversation_id", conversation(from, to))
                .put("conversation_kind", "direct")
                .put("seq", seq)
                .put("from", from)
                .put("to", to)
                .put("kind", "text")
                .put("text", text)
                .put("ts", "2026-01-01T00:00:00.000Z");
        log.add(message);
        if (cmid != null) {
            byKey.put(from + " " + cmid, message);
        }
        WebSocket there = online.get(to);
        if (there != null && there.isOpen()) {
            there.send(frame("deliver")
                    .put("redelivered", false)
                    .set("message", message)
                    .toString());
        }
        return message;
    }

    private void ack(String agent, JsonNode ack) {
        String conversation = ack.path("conversation_id").asText();
        acked.computeIfAbsent(agent, id -> new HashMap<>())
                .merge(conversation, ack.path("seq").asLong(), Math::max);
        Stream.of(conversation.substring(3).split("-"))
                .filter(member -> !member.equals(agent))
                .map(online::get)
                .filter(there -> there != null && there.isOpen())
                .forEach(there -> there.send(frame("status")
                        .put("conversation_id", conversation)
                        .put("seq", ack.path("seq").asLong())
                        .put("state", "delivered")
                        .put("by", agent)
                        .toString()));
    }

    private void request(WebSocket from, JsonNode frame) {
        Function<JsonNode, Map<String, Object>> answer =
                answers.get(frame.path("t").asText());
        if (!frame.has("rid")) {
            return;
        }
        String rid = frame.path("rid").asText();
        if (answer == null) {
            from.send(frame("error")
                    .put("rid", rid)
                    .put("code", "UNKNOWN_TYPE")
                    .put("message", "the test knows no such request")
                    .put("recoverable", false)
                    .toString());
            return;
        }
        ObjectNode reply = frame("reply").put("rid", rid);
        reply.setAll((ObjectNode) JSON.valueToTree(answer.apply(frame)));
        from.send(reply.toString());
    }

    private static ObjectNode frame(String type) {
        return JSON.createObjectNode().put("t", type);
    }

    private static String conversation(String one, String other) {
        return "dc_" + String.join("-", new TreeSet<>(Set.of(one, other)));
    }
}
