package io.clawhub.client.connection;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Looks like a socket of the hub's own protocol and is a row of HTTP requests. Receives everything; sends greetings,
 * messages and acknowledgements. Other requests are refused with {@code SOCKET_NEEDED}; typing and the like is left out.
 */
final class PollingSocket implements Sockets.Socket {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int OK = 200;
    /** A pause after each answer that held something: what is not yet acknowledged would come again at once. */
    private static final Duration PAUSE = Duration.ofMillis(250);
    /** So many conversations' positions are remembered; beyond that repeats are left to the receiver's filter. */
    private static final int MAX_POSITIONS = 10_000;

    private final PollingRequests requests;
    private final Timer timer;
    private final Sockets.Events events;
    private final Queue<String> arrived = new ArrayDeque<>();
    private final Map<String, Long> positions = new HashMap<>();
    private String helloEpoch;
    private boolean welcomed;
    private boolean caughtUp;
    private boolean polling;
    private boolean over;
    private int wanted;

    PollingSocket(PollingRequests requests, Timer timer, Sockets.Events events) {
        this.requests = requests;
        this.timer = timer;
        this.events = events;
    }

    @Override
    public CompletableFuture<?> send(String text) {
        ObjectNode frame;
        try {
            frame = (ObjectNode) JSON.readTree(text);
        } catch (JsonProcessingException e) {
            return CompletableFuture.failedFuture(e);
        }
        String type = frame.path("t").asText();
        frame.remove("t");
        switch (type) {
            case "hello" -> {
                requests.identify(
                        frame.path("agent_id").asText(), frame.path("client_id").asText());
                helloEpoch = frame.path("epoch").asText(null);
                poll();
            }
            case "send" -> {
                return say(frame);
            }
            // Read implies stored; that it was read cannot be said here.
            case "ack", "read" -> {
                return requests.ack(frame.toString());
            }
            case "ping" -> arrive(frame.put("t", "pong").toString());
            default -> {
                if (frame.has("rid")) {
                    arrive(frame.objectNode()
                            .put("t", "error")
                            .put("rid", frame.get("rid").asText())
                            .put("code", "SOCKET_NEEDED")
                            .put("message", "this needs a WebSocket, which does not get through now")
                            .put("recoverable", true)
                            .toString());
                }
            }
        }
        return CompletableFuture.completedFuture(null);
    }

    private CompletableFuture<?> say(ObjectNode frame) {
        String id = frame.path("cmid").asText();
        return requests.say(id, frame.toString()).thenAccept(response -> {
            ObjectNode answer = object(response.body());
            answer.put("t", response.statusCode() == OK ? "send_ok" : "send_err")
                    .put("cmid", id);
            if (response.statusCode() != OK && !answer.has("code")) {
                answer.put("code", "HTTP_" + response.statusCode())
                        .put("recoverable", response.statusCode() == 429 || response.statusCode() >= 500);
            }
            arrive(answer.toString());
        });
    }

    @Override
    public void more() {
        synchronized (this) {
            wanted++;
        }
        hand();
    }

    @Override
    public void close(int code) {
        end(Sockets.Ending.closed(code, ""));
    }

    @Override
    public void abort() {
        synchronized (this) {
            over = true;
            arrived.clear();
        }
    }

    private void arrive(String text) {
        synchronized (this) {
            if (over) {
                return;
            }
            arrived.add(text);
        }
        hand();
    }

    /** Gives as much as is wanted; when all is given, asks the hub again. */
    private void hand() {
        while (true) {
            String text;
            synchronized (this) {
                if (wanted == 0 || over || arrived.isEmpty()) {
                    break;
                }
                wanted--;
                text = arrived.poll();
                // In the lock: texts must reach the events in their order.
                events.text(text);
            }
        }
    }

    private void poll() {
        synchronized (this) {
            if (over || polling) {
                return;
            }
            if (!arrived.isEmpty()) {
                // Nothing more is fetched before this is taken.
                timer.after(PAUSE, this::poll);
                return;
            }
            polling = true;
        }
        requests.sync(!caughtUp).whenComplete((response, failure) -> {
            synchronized (this) {
                polling = false;
            }
            if (failure != null) {
                end(Sockets.Ending.broken(failure));
            } else if (response.statusCode() != OK) {
                end(new Sockets.Ending(Sockets.Ending.BROKEN, "", response.statusCode(), null, null));
            } else {
                took(response);
            }
        });
    }

    private void took(HttpResponse<String> response) {
        ObjectNode answer = object(response.body());
        if (!welcomed) {
            welcomed = true;
            String epoch = answer.path("epoch").asText(null);
            arrive(answer.objectNode()
                    .put("t", "welcome")
                    .put("session_id", "polling")
                    .put("epoch", epoch)
                    .put("recovered", Objects.equals(epoch, helloEpoch))
                    .toString());
        }
        boolean fresh = false;
        for (JsonNode frame : answer.path("frames")) {
            if (isNew(frame)) {
                fresh = true;
                arrive(frame.toString());
            }
        }
        if (!caughtUp && (answer.path("caught_up").asBoolean() || !fresh)) {
            caughtUp = true;
            arrive("{\"t\":\"caught_up\"}");
        }
        timer.after(answer.path("frames").isEmpty() ? Duration.ZERO : PAUSE, this::poll);
    }

    /** What was handed on and is not acknowledged yet comes again with every poll. */
    private boolean isNew(JsonNode frame) {
        JsonNode message = frame.path("message");
        if (!message.has("seq")) {
            return true;
        }
        if (positions.size() >= MAX_POSITIONS) {
            positions.clear();
        }
        long seq = message.path("seq").asLong();
        Long before = positions.get(message.path("conversation_id").asText());
        if (before != null && before >= seq) {
            return false;
        }
        positions.put(message.path("conversation_id").asText(), seq);
        return true;
    }

    private static ObjectNode object(String body) {
        try {
            if (JSON.readTree(body) instanceof ObjectNode object) {
                return object;
            }
        } catch (JsonProcessingException e) {
            // A proxy's page, say. The status tells the rest.
            return JSON.createObjectNode().put("message", "the answer is not JSON");
        }
        return JSON.createObjectNode();
    }

    private void end(Sockets.Ending ending) {
        synchronized (this) {
            if (over) {
                return;
            }
            over = true;
        }
        events.ended(ending);
    }
}
