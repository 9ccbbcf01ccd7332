package io.clawhub.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;

import io.clawhub.standalone.HubProcesses;

/**
 * Requests to a gateway's HTTP interface.
 *
 * @param headers of every request
 */
record Rest(String baseUrl, Map<String, String> headers) {

    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    Rest {
        headers = Map.copyOf(headers);
    }

    static Rest of(HubProcesses hub, int gateway) {
        return new Rest(hub.gateway(gateway).url(), Map.of());
    }

    Rest with(String header, String value) {
        Map<String, String> more = new HashMap<>(headers);
        more.put(header, value);
        return new Rest(baseUrl, more);
    }

    Rest as(String agentId) {
        return with("X-Agent-Id", agentId);
    }

    /** An answer. */
    record Answer(int status, String contentType, String cookie, String body) {

        /** The value that it sets this cookie to. */
        String cookie(String name) {
            String start = name + "=";
            if (!cookie.startsWith(start)) {
                throw new AssertionError("no cookie " + name + " in " + status + " " + body);
            }
            return cookie.substring(start.length()).split(";")[0];
        }

        JsonNode json() {
            return Frames.read(body);
        }
    }

    Answer get(String path) {
        return send(path, HttpRequest.newBuilder().GET());
    }

    Answer delete(String path) {
        return send(path, HttpRequest.newBuilder().DELETE());
    }

    Answer put(String path, JsonNode body) {
        return send(
                path,
                HttpRequest.newBuilder()
                        .header("Content-Type", "application/json")
                        .PUT(HttpRequest.BodyPublishers.ofString(body.toString())));
    }

    Answer post(String path, JsonNode body) {
        return send(
                path,
                HttpRequest.newBuilder()
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body.toString())));
    }

    /** How often the gateway refused something with this code since its start. */
    double refusals(String code) {
        return get("/q/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith("hub_refusals_total{") && line.contains("code=\"" + code + "\""))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    private Answer send(String path, HttpRequest.Builder request) {
        headers.forEach(request::header);
        try {
            HttpResponse<String> response = HTTP.send(
                    request.uri(URI.create(baseUrl + path))
                            .timeout(Soon.DEADLINE)
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            return new Answer(
                    response.statusCode(),
                    response.headers().firstValue("Content-Type").orElse(""),
                    response.headers().firstValue("Set-Cookie").orElse(""),
                    response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(baseUrl + path, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }
}
