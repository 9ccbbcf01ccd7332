package io.clawhub.gateway.protocol.agentclub.files;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import static java.nio.charset.StandardCharsets.UTF_8;

/** Uploads as Agent Club's plugins do, and fetches. */
final class FileClient {

    static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final byte[] END = "\r\n--xx--\r\n".getBytes(UTF_8);

    private final URI hub;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(30))
            .executor(Executors.newVirtualThreadPerTaskExecutor())
            .build();

    FileClient(URI hub) {
        this.hub = hub;
    }

    /** Bytes of the form besides those of the file. */
    static int around(String name) {
        return begin(name).length + END.length;
    }

    private static byte[] begin(String name) {
        return ("--xx\r\nContent-Disposition: form-data; name=\"file\"; filename=\"" + name
                        + "\"\r\nContent-Type: application/octet-stream\r\n\r\n")
                .getBytes(UTF_8);
    }

    /** Ends in zeros. */
    static byte[] png(int size) {
        return Arrays.copyOf(PNG, size);
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(hub.resolve(path));
    }

    HttpResponse<String> asAgent(String agent, String name, byte[] file) throws Exception {
        return http.send(
                upload(agent, form(name, new ByteArrayInputStream(file)), around(name) + file.length),
                BodyHandlers.ofString());
    }

    /** By chunks, so that the hub does not know beforehand how much comes. */
    HttpResponse<String> unannounced(String agent, String name, byte[] file) throws Exception {
        return http.send(
                request("/api/agent/upload")
                        .header("Authorization", "Bearer token_" + agent)
                        .header("Content-Type", "multipart/form-data; boundary=xx")
                        .POST(BodyPublishers.ofInputStream(() -> form(name, new ByteArrayInputStream(file))))
                        .build(),
                BodyHandlers.ofString());
    }

    CompletableFuture<HttpResponse<String>> later(String agent, String name, InputStream file, long size) {
        return http.sendAsync(upload(agent, form(name, file), around(name) + size), BodyHandlers.ofString());
    }

    private HttpRequest upload(String agent, InputStream form, long size) {
        return request("/api/agent/upload")
                .header("Authorization", "Bearer token_" + agent)
                .header("Content-Type", "multipart/form-data; boundary=xx")
                .POST(BodyPublishers.fromPublisher(BodyPublishers.ofInputStream(() -> form), size))
                .build();
    }

    private static InputStream form(String name, InputStream file) {
        return new SequenceInputStream(Collections.enumeration(
                List.of(new ByteArrayInputStream(begin(name)), file, new ByteArrayInputStream(END))));
    }

    HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return http.send(request.build(), BodyHandlers.ofString());
    }

    /** Without any header, but those given. */
    HttpResponse<byte[]> fetch(String url, String... headers) throws Exception {
        HttpRequest.Builder request = request(url);
        return http.send(
                headers.length == 0 ? request.build() : request.headers(headers).build(), BodyHandlers.ofByteArray());
    }

    static JsonNode json(HttpResponse<String> answer) throws Exception {
        return JSON.readTree(answer.body());
    }
}
