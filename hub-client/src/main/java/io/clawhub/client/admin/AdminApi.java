package io.clawhub.client.admin;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import static java.nio.charset.StandardCharsets.UTF_8;

/** The hub's administration over HTTP. */
final class AdminApi {

    /** Made once, and shared: it is costly. */
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final Duration CONNECT_WITHIN = Duration.ofSeconds(5);
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(30);
    private static final int FIRST_ERROR = 300;

    private final URI hub;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT_WITHIN)
            .build();
    private String token;

    AdminApi(URI hub) {
        this.hub = hub;
    }

    /** Presents this token from now on; null: none. */
    void token(String secret) {
        token = secret;
    }

    /** Logs in, and presents what comes of it from now on; the token. */
    String login(String username, String password) {
        ObjectNode body = object().put("username", username).put("password", password);
        token = null;
        token = call("POST", "/login", body).path("token").asText();
        return token;
    }

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    /** A name or an id as a piece of a path. */
    static String segment(String name) {
        return "/" + URLEncoder.encode(name, UTF_8).replace("+", "%20");
    }

    JsonNode get(String path) {
        return call("GET", path, null);
    }

    JsonNode post(String path, JsonNode body) {
        return call("POST", path, body);
    }

    JsonNode put(String path, JsonNode body) {
        return call("PUT", path, body);
    }

    JsonNode delete(String path) {
        return call("DELETE", path, null);
    }

    /** Fails with an {@link AdminFailure}. */
    private JsonNode call(String method, String path, JsonNode body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(hub.resolve("/api/admin" + path))
                .timeout(ANSWER_WITHIN)
                .method(
                        method,
                        body == null
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(body.toString()));
        if (body != null) {
            request.header("Content-Type", "application/json");
        }
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        try {
            HttpResponse<String> response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            JsonNode answer = read(response.body());
            if (response.statusCode() >= FIRST_ERROR) {
                String said = answer.path("error").asText("");
                throw AdminFailure.refused(
                        response.statusCode(),
                        said.isEmpty() ? "The hub answered with HTTP status " + response.statusCode() : said);
            }
            return answer;
        } catch (IOException e) {
            throw AdminFailure.unreachable("There is no hub at " + hub + ".\nStart one with ./hub up, or name another"
                    + " with --url or HUB_URL.");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw AdminFailure.here("interrupted");
        }
    }

    private static JsonNode read(String body) {
        try {
            JsonNode answer = JSON.readTree(body);
            return answer == null ? object() : answer;
        } catch (JsonProcessingException e) {
            return object();
        }
    }
}
