package io.clawhub.gateway.protocol.agentclub.engineio;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.clawhub.standalone.testing.FrameSocket;

/** Engine.IO by hand: requests and sockets as a client library makes them, and as none does. */
public final class RawEngineIo {

    private static final Duration DEADLINE = Duration.ofSeconds(30);
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final String authority;

    /** Speaks to this host and port. */
    public RawEngineIo(URI root) {
        this.authority = root.getAuthority();
    }

    /** Any request of the path. */
    public CompletableFuture<HttpResponse<String>> request(
            String method, String query, String body, Map<String, String> headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://" + authority + "/socket.io/?" + query))
                .timeout(DEADLINE)
                .method(
                        method,
                        body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body));
        headers.forEach(request::header);
        return HTTP.sendAsync(request.build(), BodyHandlers.ofString());
    }

    /** A request whose response is waited for. */
    public HttpResponse<String> ask(String method, String query, String body) {
        return join(request(method, query, body, Map.of()));
    }

    /** The response. */
    public static <T> T join(CompletableFuture<T> future) {
        return future.orTimeout(DEADLINE.toMillis(), TimeUnit.MILLISECONDS).join();
    }

    /** Opens a session by HTTP; its id. */
    public String open() {
        return handshake(ask("GET", "EIO=4&transport=polling", null).body())
                .path("sid")
                .textValue();
    }

    /** What an open packet says. */
    public static JsonNode handshake(String packet) {
        try {
            return new ObjectMapper().readTree(packet.substring(1));
        } catch (JsonProcessingException e) {
            throw new AssertionError("no handshake: " + packet, e);
        }
    }

    /** Starts a poll. */
    public CompletableFuture<HttpResponse<String>> poll(String sid) {
        return request("GET", session(sid), null, Map.of());
    }

    /** Polls until something else than a ping came; pings are answered and left out. */
    public String pollFor(String sid) {
        while (true) {
            List<String> packets =
                    new ArrayList<>(List.of(join(poll(sid)).body().split("\u001e")));
            if (packets.removeIf("2"::equals)) {
                post(sid, "3");
            }
            if (!packets.isEmpty()) {
                return String.join("\u001e", packets);
            }
        }
    }

    /** Sends packets. */
    public HttpResponse<String> post(String sid, String packets) {
        return ask("POST", session(sid), packets);
    }

    private static String session(String sid) {
        return "EIO=4&transport=polling&sid=" + sid;
    }

    /** Opens a session by WebSocket; its first packet is still to come. */
    public FrameSocket socket() {
        return socket("EIO=4&transport=websocket");
    }

    /** A WebSocket with this query. */
    public FrameSocket socket(String query) {
        return FrameSocket.connect("ws://" + authority + "/socket.io/?" + query, Map.of());
    }

    /** A WebSocket that is to replace the polls of this session. */
    public FrameSocket upgrade(String sid) {
        return socket("EIO=4&transport=websocket&sid=" + sid);
    }
}
