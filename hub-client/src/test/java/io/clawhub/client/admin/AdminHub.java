package io.clawhub.client.admin;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import static java.nio.charset.StandardCharsets.UTF_8;

/** Answers as a hub's {@code /api/admin} does, from what the test says; remembers what it was asked. */
final class AdminHub implements AutoCloseable {

    /** An answer. */
    record Answer(int status, String body) {}

    final Map<String, Answer> answers = new ConcurrentHashMap<>();
    final List<String> asked = new CopyOnWriteArrayList<>();
    /** The token that is valid; null: any. */
    volatile String valid;

    private final HttpServer server;

    AdminHub() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::handle);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private void handle(HttpExchange exchange) throws IOException {
        String request = exchange.getRequestMethod() + " "
                + exchange.getRequestURI().toString().replace("/api/admin", "");
        String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
        String token = exchange.getRequestHeaders().getFirst("Authorization");
        asked.add(request + (body.isEmpty() ? "" : " " + body));
        Answer answer = answers.getOrDefault(request, new Answer(404, "{\"error\":\"nothing at " + request + "\"}"));
        if (valid != null && !request.equals("POST /login") && !("Bearer " + valid).equals(token)) {
            answer = new Answer(401, "{\"error\":\"please log in\"}");
        }
        byte[] bytes = answer.body().getBytes(UTF_8);
        exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
