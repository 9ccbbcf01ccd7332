package io.clawhub.gateway.protocol.im.rest;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

import io.clawhub.standalone.testing.KafkaTestResource;
import io.clawhub.standalone.testing.PostgresTestResource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Files over HTTP, with the real database and a real directory. */
@QuarkusTest
@WithTestResource(KafkaTestResource.class)
@WithTestResource(PostgresTestResource.class)
@TestProfile(AttachmentsIT.SmallFiles.class)
class AttachmentsIT {

    /** More than the limit for the bodies of all other requests. */
    private static final int LIMIT = 300_000;

    /** A limit that tests reach, and a directory of its own. */
    public static final class SmallFiles implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            try {
                Path directory = Files.createTempDirectory("claw-chat-hub-attachments-");
                directory.toFile().deleteOnExit();
                return Map.of(
                        "hub.history.url",
                        "http://127.0.0.1:1",
                        "hub.presence.url",
                        "http://127.0.0.1:1",
                        "hub.attachments.directory",
                        directory.toString(),
                        "hub.attachments.max-size",
                        Integer.toString(LIMIT));
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }
    }

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(30))
            .build();

    @TestHTTPResource("/im/v1/attachments")
    URI attachments;

    @ConfigProperty(name = "hub.attachments.directory")
    String directory;

    @Test
    void takesAndHandsOutAFileOfExactlyTheLimit() throws Exception {
        byte[] bytes = bytes(LIMIT);
        JsonNode taken =
                JSON.readTree(upload("sunny%20day.png", "image/png; x=y", bytes).body());

        assertThat(taken.path("id").asText()).matches("att_[0-9a-f]{32}");
        assertThat(taken.path("name").asText()).isEqualTo("sunny day.png");
        assertThat(taken.path("content_type").asText()).isEqualTo("image/png");
        assertThat(taken.path("size").asLong()).isEqualTo(LIMIT);
        assertThat(taken.path("sha256").asText()).hasSize(64);

        HttpResponse<byte[]> read = download(taken.path("id").asText(), null);
        assertThat(read.statusCode()).isEqualTo(200);
        assertThat(read.body()).isEqualTo(bytes);
        assertThat(read.headers().firstValue("Content-Type")).hasValue("image/png");
        assertThat(read.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
        assertThat(read.headers().firstValue("Content-Disposition"))
                .hasValue("attachment; filename=\"sunny day.png\"; filename*=UTF-8''sunny%20day.png");
    }

    @Test
    void refusesOneByteMoreHoweverItComes() throws Exception {
        long before = files();
        HttpResponse<String> announced = upload("big", "text/plain", bytes(LIMIT + 1));
        HttpResponse<String> chunked = send(request("?name=big")
                .POST(BodyPublishers.ofInputStream(() -> new java.io.ByteArrayInputStream(bytes(LIMIT + 1))))
                .build());

        for (HttpResponse<String> refused : List.of(announced, chunked)) {
            assertThat(refused.statusCode()).isEqualTo(413);
            assertThat(JSON.readTree(refused.body()).path("code").asText()).isEqualTo("MESSAGE_TOO_LARGE");
        }
        await().atMost(Duration.ofSeconds(30)).until(() -> files() == before);
    }

    @Test
    void anAbortedUploadLeavesNothing() throws Exception {
        long before = files();
        try (Socket socket = new Socket(attachments.getHost(), attachments.getPort())) {
            OutputStream out = socket.getOutputStream();
            out.write(("POST " + attachments.getPath() + "?name=half HTTP/1.1\r\nHost: hub\r\nX-Agent-Id: aborter\r\n"
                            + "Content-Length: 200000\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            out.write(bytes(100_000));
            out.flush();
            await().atMost(Duration.ofSeconds(30)).until(() -> files() > before);
        }
        await().atMost(Duration.ofSeconds(60)).until(() -> files() == before);
    }

    @Test
    void namesCannotLeaveTheirDirectory() throws Exception {
        JsonNode taken = JSON.readTree(upload("..%2F..%2Fetc%2Fpass%0D%0Awd%22.html", "text/html", bytes(10))
                .body());

        assertThat(taken.path("name").asText()).isEqualTo("passwd\".html");
        assertThat(taken.path("content_type").asText()).isEqualTo("application/octet-stream");
        HttpResponse<byte[]> read = download(taken.path("id").asText(), null);
        assertThat(read.headers().firstValue("Content-Disposition"))
                .hasValue("attachment; filename=\"passwd_.html\"; filename*=UTF-8''passwd%22.html");

        for (String id : List.of("att_..%2F..%2Fx", "..%2F..%2Fetc%2Fpasswd", "att_" + "0".repeat(32), "incoming")) {
            HttpResponse<byte[]> none = download(id, null);
            assertThat(none.statusCode()).as(id).isEqualTo(404);
            assertThat(JSON.readTree(none.body()).path("code").asText()).isEqualTo("ATTACHMENT_NOT_FOUND");
        }
    }

    @Test
    void handsOutParts() throws Exception {
        byte[] bytes = bytes(150_000);
        String id = JSON.readTree(upload("part", null, bytes).body()).path("id").asText();

        HttpResponse<byte[]> tail = download(id, "bytes=100000-");
        assertThat(tail.statusCode()).isEqualTo(206);
        assertThat(tail.body()).isEqualTo(Arrays.copyOfRange(bytes, 100_000, 150_000));
        assertThat(tail.headers().firstValue("Content-Range")).hasValue("bytes 100000-149999/150000");

        HttpResponse<byte[]> beyond = download(id, "bytes=150000-");
        assertThat(beyond.statusCode()).isEqualTo(416);
        assertThat(beyond.headers().firstValue("Content-Range")).hasValue("bytes */150000");
    }

    @Test
    void takesAnEmptyFile() throws Exception {
        String id =
                JSON.readTree(upload("empty", null, bytes(0)).body()).path("id").asText();

        HttpResponse<byte[]> read = download(id, null);
        assertThat(read.statusCode()).isEqualTo(200);
        assertThat(read.body()).isEmpty();
    }

    @Test
    void wantsToKnowWhoUploads() throws Exception {
        HttpResponse<String> refused = send(HttpRequest.newBuilder(attachments)
                .POST(BodyPublishers.ofByteArray(bytes(100_000)))
                .build());
        assertThat(refused.statusCode()).isEqualTo(401);

        HttpResponse<String> wrongKey = send(request("")
                .header("Authorization", "Bearer ush_wrong")
                .POST(BodyPublishers.ofString("x"))
                .build());
        assertThat(wrongKey.statusCode()).isEqualTo(401);
        assertThat(JSON.readTree(wrongKey.body()).path("code").asText()).isEqualTo("AUTH_FAILED");
    }

    private HttpResponse<String> upload(String name, String type, byte[] bytes) throws Exception {
        HttpRequest.Builder request = request("?name=" + name).POST(BodyPublishers.ofByteArray(bytes));
        if (type != null) {
            request.header("Content-Type", type);
        }
        return send(request.build());
    }

    private HttpResponse<byte[]> download(String id, String range) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(attachments + "/" + id));
        if (range != null) {
            request.header("Range", range);
        }
        return http.send(request.build(), BodyHandlers.ofByteArray());
    }

    private HttpRequest.Builder request(String query) {
        return HttpRequest.newBuilder(URI.create(attachments + query)).header("X-Agent-Id", "uploader");
    }

    private HttpResponse<String> send(HttpRequest request) throws Exception {
        return http.send(request, BodyHandlers.ofString());
    }

    private long files() throws IOException {
        try (Stream<Path> all = Files.walk(Path.of(directory))) {
            return all.filter(Files::isRegularFile).count();
        }
    }

    private static byte[] bytes(int size) {
        byte[] bytes = new byte[size];
        new Random(7).nextBytes(bytes);
        return bytes;
    }
}
