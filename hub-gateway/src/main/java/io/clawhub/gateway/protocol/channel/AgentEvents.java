package io.clawhub.gateway.protocol.channel;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.clawhub.events.MessageAccepted;
import io.clawhub.events.StreamEvent.RunMoved;
import io.clawhub.events.StreamEvent.RunStep;
import io.clawhub.events.archive.LoggedMessage;
import io.clawhub.gateway.core.HubException;
import io.clawhub.gateway.core.sessions.AgentWatcher;
import io.clawhub.gateway.json.JsonText;
import io.clawhub.gateway.websocket.Loop;

/**
 * The event stream: what agents think, do and say, as frames {@code {id, type, agentId, taskId, timestamp, payload}}. Each run has
 * one {@code done}, its last frame. Safe for any thread.
 */
final class AgentEvents implements AgentWatcher {

    /** Runs remembered, so that each begins and ends once. */
    private static final int MAX_RUNS = 1_000;
    /** Characters of a tool's result. */
    private static final int MAX_RESULT = 2_000;

    /** By then the last piece of a run has come, or is lost. */
    private static final long PIECES_MILLIS = 3_000;

    private final Outlet outlet;
    private final Loop loop;
    private final boolean isExtended;
    private final String filter;
    /** Runs that were seen, and whether they are over. */
    private final Map<String, Boolean> runs = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > MAX_RUNS;
        }
    };

    /**
     * For one connection.
     *
     * @param filter only what this agent does, or what is done in this conversation; null: everything
     */
    AgentEvents(Outlet outlet, Loop loop, boolean isExtended, String filter) {
        this.outlet = outlet;
        this.loop = loop;
        this.isExtended = isExtended;
        this.filter = filter;
    }

    @Override
    public synchronized void piece(RunMoved piece) {
        if (isForUs(piece.senderId(), piece.conversationId()) && !Boolean.TRUE.equals(runs.get(piece.runId()))) {
            if (runs.put(piece.runId(), false) == null) {
                write(piece, "status", object().put("status", "running"));
            }
            show(piece);
        }
    }

    private void show(RunMoved piece) {
        String text = piece.text() == null ? "" : piece.text();
        Runnable step =
                switch (piece.step()) {
                    case BEGIN, SNAPSHOT -> () -> {};
                    case PAUSE -> () -> write(piece, "status", object().put("status", "paused"));
                    case DELTA -> () -> delta(piece, piece.kind() == null ? "text" : piece.kind(), text);
                    case REPLACE ->
                        () -> write(piece, "text", object().put("content", text).put("replace", true));
                    case END, FAIL -> () -> end(piece, text);
                };
        step.run();
    }

    private void delta(RunMoved piece, String kind, String text) {
        ObjectNode payload = object();
        switch (kind) {
            case "tool" -> tool(payload, text);
            case "tool_result" -> result(payload, text);
            case "progress" -> progress(payload, text);
            default -> payload.put("content", text);
        }
        write(piece, kind, payload);
    }

    /** An agent says what it calls as JSON, or just names it. */
    private static void tool(ObjectNode payload, String text) {
        JsonNode call = json(text);
        payload.put("tool", call == null ? text : call.path("tool").asText(""));
        payload.set("args", call != null && call.path("args").isObject() ? call.path("args") : object());
        payload.put("callId", call == null ? "" : call.path("callId").asText(""));
    }

    private static void result(ObjectNode payload, String text) {
        JsonNode result = json(text);
        String content = result == null ? text : result.path("content").asText("");
        payload.put("content", content.length() > MAX_RESULT ? content.substring(0, MAX_RESULT) : content);
        payload.put("callId", result == null ? "" : result.path("callId").asText(""));
        payload.put("ok", result == null || result.path("ok").asBoolean(true));
    }

    private static void progress(ObjectNode payload, String text) {
        JsonNode progress = json(text);
        if (progress == null) {
            payload.put("message", text);
        } else {
            payload.put("progress", Math.clamp(progress.path("progress").asInt(0), 0, 100));
            payload.put("message", progress.path("message").asText(""));
        }
    }

    private static JsonNode json(String text) {
        try {
            return text.startsWith("{") ? JsonText.parse(text) : null;
        } catch (HubException plainText) {
            return null;
        }
    }

    private void end(RunMoved piece, String reason) {
        runs.put(piece.runId(), true);
        boolean failed = piece.step() == RunStep.FAIL;
        if (failed) {
            write(
                    piece,
                    "error",
                    object().put("message", reason).put("code", "agent_error").put("fatal", true));
        }
        write(piece, "done", object().put("content", "").put("reason", failed ? "error" : "stop"));
    }

    /** What was shown piece by piece ends with its last piece, which may come after it or get lost. */
    @Override
    public synchronized void said(LoggedMessage logged) {
        MessageAccepted message = logged.message();
        if (!isForUs(message.senderId(), message.conversationId())) {
            return;
        }
        String text = JsonText.shown(message.content());
        String runId = message.details() == null ? null : message.details().runId();
        Head head = new Head(message.senderId(), runId == null ? message.messageId() : runId, message.conversationId());
        if (runId == null) {
            whole(head, text);
        } else {
            loop.schedule(PIECES_MILLIS, () -> settle(head, text));
        }
    }

    private synchronized void settle(Head head, String text) {
        if (!runs.containsKey(head.taskId())) {
            whole(head, text);
        } else if (!runs.get(head.taskId())) {
            write(head, "done", object().put("content", "").put("reason", "stop"), 0);
        }
        runs.put(head.taskId(), true);
    }

    private void whole(Head head, String text) {
        write(head, "text", object().put("content", text), 1);
        write(head, "done", object().put("content", "").put("reason", "stop"), 2);
    }

    private boolean isForUs(String agentId, String conversationId) {
        return filter == null || filter.equals(agentId) || filter.equals(conversationId);
    }

    /** Whose run, which, and where. */
    private record Head(String agentId, String taskId, String conversationId) {}

    private void write(RunMoved piece, String type, ObjectNode payload) {
        write(new Head(piece.senderId(), piece.runId(), piece.conversationId()), type, payload, piece.seq());
    }

    private void write(Head head, String type, ObjectNode payload, long seq) {
        ObjectNode frame = object().put("id", "evt-" + UUID.randomUUID())
                .put("type", type)
                .put("agentId", head.agentId())
                .put("taskId", head.taskId())
                .put("timestamp", Instant.now().toString());
        frame.set("payload", payload);
        if (isExtended) {
            frame.put("seq", seq).put("conversationId", head.conversationId());
        }
        outlet.write(frame.toString());
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
