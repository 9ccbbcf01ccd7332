package io.clawhub.client.files;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.clawhub.client.errors.AuthError;
import io.clawhub.client.errors.ClientException;
import io.clawhub.client.errors.HubRefused;
import io.clawhub.client.errors.MessageTooLarge;
import io.clawhub.client.errors.NotConnected;

/** HTTP to the hub, with this library's errors. */
final class FileTransport {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration CONNECTING = Duration.ofSeconds(10);
    private static final int MAX_REFUSAL_BYTES = 64 * 1024;

    private FileTransport() {}

    /** Made with the first file, one for all clients of the process. */
    private static final class Shared {
        static final HttpClient CLIENT = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(CONNECTING)
                .build();
    }

    /** Waits for the answer as far as {@code body} reads it; the client's own limit ends with the headers. */
    static <T> HttpResponse<T> send(HttpRequest request, BodyHandler<T> body, Duration limit) {
        CompletableFuture<HttpResponse<T>> answer = Shared.CLIENT.sendAsync(request, body);
        try {
            return answer.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException failure) {
                throw unreachable(failure);
            }
            throw new NotConnected("the hub cannot be reached for files: " + e.getCause(), e.getCause());
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw tooSlow(limit);
        } catch (InterruptedException e) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            throw new NotConnected("interrupted while a file was on its way", e);
        }
    }

    static NotConnected tooSlow(Duration limit) {
        return new NotConnected("the hub did not send or take the file within " + limit.toSeconds() + " s");
    }

    static NotConnected unreachable(IOException cause) {
        String reason = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
        return new NotConnected("the hub cannot be reached for files: " + reason, cause);
    }

    /** The body of a positive answer; otherwise throws what the hub said. */
    static JsonNode json(HttpResponse<?> response, String body) {
        JsonNode json;
        try {
            json = JSON.readTree(body);
        } catch (JsonProcessingException e) {
            json = JSON.createObjectNode();
        }
        if (response.statusCode() == 200 && json.hasNonNull("id")) {
            return json;
        }
        throw refusal(response.statusCode(), json);
    }

    /** What the hub said instead of a file. */
    static ClientException refusal(HttpResponse<InputStream> response) throws IOException {
        JsonNode json;
        try (InputStream body = response.body()) {
            json = JSON.readTree(body.readNBytes(MAX_REFUSAL_BYTES));
        } catch (JsonProcessingException e) {
            json = JSON.createObjectNode();
        }
        return refusal(response.statusCode(), json);
    }

    private static ClientException refusal(int status, JsonNode json) {
        String message = json.path("message").asText("the hub answered with HTTP status " + status);
        return switch (status) {
            case 401, 403 -> new AuthError(message);
            case 413 -> new MessageTooLarge(message);
            default ->
                new HubRefused(
                        json.path("code").asText("HTTP_" + status),
                        message,
                        json.path("recoverable").asBoolean(status >= 500));
        };
    }
}
