package io.clawhub.client.connection;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** The HTTP twins of the hub's own protocol, for one agent and client. */
final class PollingRequests {

    /** The hub answers within this even if there is nothing. */
    private static final int WAIT_SECONDS = 25;

    private static final int LIMIT = 100;

    private final URI base;
    private final Map<String, String> headers;
    private final Duration timeout;
    private volatile String agentId;
    private volatile String clientId;

    PollingRequests(URI base, Map<String, String> headers, Duration timeout) {
        this.base = base;
        this.headers = headers;
        this.timeout = timeout;
    }

    void identify(String agent, String client) {
        agentId = HeaderText.of(agent);
        clientId = HeaderText.of(client);
    }

    /** What is new; waits for something unless it is the first. */
    CompletableFuture<HttpResponse<String>> sync(boolean first) {
        int wait = first ? 0 : WAIT_SECONDS;
        return send(to("/sync?wait=" + wait + "&limit=" + LIMIT)
                .timeout(timeout.plusSeconds(wait))
                .GET());
    }

    CompletableFuture<HttpResponse<String>> say(String clientMsgId, String body) {
        return send(to("/messages")
                .header("Idempotency-Key", clientMsgId)
                .timeout(timeout)
                .POST(BodyPublishers.ofString(body)));
    }

    CompletableFuture<HttpResponse<String>> ack(String body) {
        return send(to("/ack").timeout(timeout).POST(BodyPublishers.ofString(body)));
    }

    private HttpRequest.Builder to(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path))
                .header("Content-Type", "application/json")
                .header("X-Agent-Id", agentId)
                .header("X-Client-Id", clientId);
        headers.forEach(request::header);
        return request;
    }

    private static CompletableFuture<HttpResponse<String>> send(HttpRequest.Builder request) {
        return ClientThreads.http().sendAsync(request.build(), BodyHandlers.ofString());
    }
}
