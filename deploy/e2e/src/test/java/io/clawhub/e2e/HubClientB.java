package io.clawhub.e2e;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.clawhub.standalone.HubProcesses;
import io.clawhub.standalone.testing.FrameSocket;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Dialect B as its own client speaks it: it makes up its id, waits 30 s for the answer with its request's id, takes only
 * the types it knows for one, and never says who it is when it connects.
 */
final class HubClientB implements AutoCloseable {

    private static final Duration REQUEST_LIMIT = Duration.ofSeconds(30);
    private static final Duration CALL_LIMIT = Duration.ofSeconds(60);
    private static final Duration HEARTBEAT = Duration.ofSeconds(15);
    private static final int CLIENT_ID_CHARS = 8;
    private static final int REQUEST_ID_CHARS = 12;
    private static final Set<String> ANSWERS = Set.of(
            "registered",
            "login_success",
            "service_list",
            "metadata_list",
            "skill_list",
            "service_docs",
            "channel_established",
            "service_response",
            "key_request_response",
            "error",
            "success",
            "rating_result",
            "listings_result",
            "bid_result",
            "offer_result",
            "transactions_result",
            "chat_result",
            "history_result",
            "rating_stats",
            "user_register_response",
            "user_auth_response");
    private static final ScheduledExecutorService CLOCK = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().factory());

    private final String clientId;
    private final FrameSocket socket;
    private final Map<String, CompletableFuture<JsonNode>> waiting = new ConcurrentHashMap<>();
    private final Map<String, UnaryOperator<JsonNode>> methods = new ConcurrentHashMap<>();
    private final List<JsonNode> unasked = new CopyOnWriteArrayList<>();
    private final FrameReader reader;
    private final ScheduledFuture<?> heartbeats;
    private volatile Consumer<JsonNode> onRequest = this::answerByMethod;
    private volatile Consumer<JsonNode> onKeyRequest = request -> answerKey(request, true, 3600, 100);

    private HubClientB(String clientId, FrameSocket socket) {
        this.clientId = clientId;
        this.socket = socket;
        this.reader = new FrameReader(socket, this::received);
        this.heartbeats = CLOCK.scheduleAtFixedRate(
                () -> send(Frames.frame("heartbeat").put("client_id", clientId)),
                HEARTBEAT.toSeconds(),
                HEARTBEAT.toSeconds(),
                TimeUnit.SECONDS);
    }

    static HubClientB connect(HubProcesses hub, int gateway) {
        return connectAs(hub, gateway, freshId(CLIENT_ID_CHARS));
    }

    /** With an id that another made up. */
    static HubClientB connectAs(HubProcesses hub, int gateway, String clientId) {
        return new HubClientB(clientId, FrameSocket.connect(hub.gatewayUrl(gateway), Map.of()));
    }

    /** With a readable name in the URL. */
    static HubClientB named(HubProcesses hub, int gateway, String agentId) {
        String url = hub.gatewayUrl(gateway) + "?agent_id=" + agentId;
        return new HubClientB(freshId(CLIENT_ID_CHARS), FrameSocket.connect(url, Map.of()));
    }

    String id() {
        return clientId;
    }

    /** The answer, or the client's own {@code {"error":"Request timeout"}} after 30 s. */
    CompletableFuture<JsonNode> request(ObjectNode frame) {
        return request(frame, REQUEST_LIMIT);
    }

    private CompletableFuture<JsonNode> request(ObjectNode frame, Duration limit) {
        String requestId = freshId(REQUEST_ID_CHARS);
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        waiting.put(requestId, answer);
        send(frame.put("request_id", requestId).put("client_id", clientId));
        JsonNode timeout = Frames.object().put("error", "Request timeout");
        return answer.completeOnTimeout(timeout, limit.toMillis(), TimeUnit.MILLISECONDS)
                .whenComplete((got, failure) -> waiting.remove(requestId));
    }

    /** Waits for the answer and fails when it is not of this type. */
    JsonNode ask(String answerType, ObjectNode frame) {
        JsonNode answer = request(frame).join();
        assertThat(Frames.type(answer)).as("%s to %s", answer, frame).isEqualTo(answerType);
        return answer;
    }

    /** Waits for the refusal and fails when it has another code. */
    void assertRefused(String code, ObjectNode frame) {
        assertThat(ask("error", frame).path("error_code").asText())
                .as("code for %s", frame)
                .isEqualTo(code);
    }

    CompletableFuture<JsonNode> chat(String target, String content, String serviceId) {
        return request(Frames.frame("chat")
                .put("target", target)
                .put("content", content)
                .put("service_id", serviceId)
                .put("sender", clientId));
    }

    CompletableFuture<JsonNode> requestChat(String serviceId, String message) {
        return request(Frames.frame("request_chat")
                .put("service_id", serviceId)
                .put("message", message)
                .put("consumer_id", clientId));
    }

    CompletableFuture<JsonNode> acceptChat(String consumerId) {
        return request(Frames.frame("accept_chat")
                .put("consumer_id", consumerId)
                .put("message", "")
                .put("provider_id", clientId));
    }

    CompletableFuture<JsonNode> rejectChat(String consumerId, String reason) {
        return request(Frames.frame("reject_chat")
                .put("consumer_id", consumerId)
                .put("reason", reason)
                .put("provider_id", clientId));
    }

    CompletableFuture<JsonNode> endChat(String channelId) {
        return request(Frames.frame("end_chat").put("channel_id", channelId).put("reason", "done"));
    }

    List<JsonNode> history(String channelId) {
        return Frames.list(ask(
                        "history_result",
                        Frames.frame("history").put("channel_id", channelId).put("limit", 50))
                .path("messages"));
    }

    /** Offers a service with the fields that the client sends. */
    JsonNode provide(String serviceId, String description) {
        return ask("registered", Frames.registration(serviceId, description, clientId));
    }

    /** Opens a tunnel and returns its id. */
    String establish(String serviceId) {
        return ask(
                        "channel_established",
                        Frames.frame("establish_channel")
                                .put("service_id", serviceId)
                                .put("consumer_client_id", clientId))
                .path("tunnel_id")
                .asText();
    }

    /** The whole answering frame. */
    CompletableFuture<JsonNode> call(String tunnelId, String method, JsonNode params, String key) {
        ObjectNode frame =
                Frames.frame("call_service").put("tunnel_id", tunnelId).put("method", method);
        frame.set("params", params);
        if (key != null) {
            frame.put("key", key);
        }
        return request(frame, CALL_LIMIT);
    }

    /** Answers a method's requests with what this makes of their params. */
    void handle(String method, UnaryOperator<JsonNode> answer) {
        methods.put(method, answer);
    }

    /** Takes requests over, to be answered later or never; see {@link #answer}. */
    void onRequest(Consumer<JsonNode> callback) {
        onRequest = callback;
    }

    void onKeyRequest(Consumer<JsonNode> callback) {
        onKeyRequest = callback;
    }

    void answer(JsonNode request, String field, JsonNode value) {
        ObjectNode frame = Frames.frame("response")
                .put("request_id", request.path("request_id").asText());
        frame.putObject("response").set(field, value);
        send(frame);
    }

    void answerKey(JsonNode request, boolean approved, long seconds, long calls) {
        ObjectNode frame = Frames.frame("key_response")
                .put("request_id", request.path("request_id").asText())
                .put("approved", approved)
                .put("consumer_id", request.path("consumer_id").asText())
                .put("service_id", request.path("service_id").asText())
                .put("reason", approved ? "Auto-approved" : "not for you");
        frame.putObject("lifecycle").put("duration_seconds", seconds).put("max_calls", calls);
        send(frame);
    }

    /** Every frame so far that was no answer to a request of this client, in the order of arrival. */
    List<JsonNode> unasked() {
        return List.copyOf(unasked);
    }

    List<JsonNode> unasked(String type) {
        return unasked.stream().filter(frame -> type.equals(Frames.type(frame))).toList();
    }

    /** Waits for the first frame of this type that nobody asked for. */
    JsonNode awaitUnasked(String type) {
        return awaitUnasked(type, 1).getFirst();
    }

    List<JsonNode> awaitUnasked(String type, int count) {
        Soon.await().until(() -> unasked(type).size() >= count);
        return unasked(type);
    }

    void send(ObjectNode frame) {
        synchronized (socket) {
            socket.send(frame.toString());
        }
    }

    private void received(JsonNode frame) {
        String type = Frames.type(frame);
        CompletableFuture<JsonNode> asked = waiting.get(frame.path("request_id").asText());
        if (ANSWERS.contains(type) && asked != null) {
            asked.complete(frame);
            return;
        }
        unasked.add(frame);
        switch (type) {
            case "request" -> onRequest.accept(frame);
            case "key_request" -> onKeyRequest.accept(frame);
            case "ping" -> send(Frames.frame("pong"));
            default -> {
                // Messages and requests for a chat are looked at by the test; the client drops the rest.
            }
        }
    }

    private void answerByMethod(JsonNode request) {
        UnaryOperator<JsonNode> method = methods.get(request.path("method").asText());
        if (method == null) {
            answer(
                    request,
                    "error",
                    Frames.text("Unknown method: " + request.path("method").asText()));
        } else {
            answer(request, "result", method.apply(request.path("params")));
        }
    }

    private static String freshId(int chars) {
        return UUID.randomUUID().toString().substring(0, chars);
    }

    @Override
    public void close() {
        heartbeats.cancel(false);
        reader.close();
        socket.close();
    }
}
