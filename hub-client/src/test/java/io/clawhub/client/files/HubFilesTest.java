package io.clawhub.client.files;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.clawhub.client.errors.AuthError;
import io.clawhub.client.errors.HubRefused;
import io.clawhub.client.errors.MessageTooLarge;
import io.clawhub.client.errors.NotConnected;
import io.clawhub.client.message.Attachment;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Against a small server that behaves as the hub does. */
class HubFilesTest {

    private static final String ID = "att_0123456789abcdef0123456789abcdef";

    @TempDir
    Path directory;

    private final byte[] bytes = new byte[200_000];
    private final List<String> ranges = new CopyOnWriteArrayList<>();
    private HttpServer server;
    private volatile int status = 200;
    private volatile int cutAfter = Integer.MAX_VALUE;
    private volatile String agent;
    private volatile boolean stalls;
    private final CountDownLatch stalled = new CountDownLatch(1);

    @BeforeEach
    void start() throws IOException {
        new Random(3).nextBytes(bytes);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/im/v1/attachments", exchange -> {
            try (exchange) {
                if (status != 200) {
                    exchange.getRequestBody().readAllBytes();
                    answer(
                            exchange,
                            status,
                            "{\"code\":\"NO\",\"message\":\"no\",\"recoverable\":false}".getBytes(UTF_8));
                } else if (exchange.getRequestMethod().equals("POST")) {
                    take(exchange);
                } else {
                    give(exchange);
                }
            }
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private HubFiles files() {
        return new HubFiles(
                URI.create("ws://127.0.0.1:" + server.getAddress().getPort()),
                () -> Map.of("X-Agent-Id", "alice"),
                directory.resolve("attachments"));
    }

    @Test
    void sendsAFileAndTellsHowFarItIs() throws IOException {
        Path file = Files.write(directory.resolve("sunny day.bin"), bytes);
        List<Long> steps = new ArrayList<>();

        Attachment sent = files().upload(file, (done, total) -> steps.add(done));

        assertThat(sent).isEqualTo(new Attachment(ID, "sunny day.bin", "x/y", bytes.length, sha256(bytes)));
        assertThat(steps).isSorted().last().isEqualTo((long) bytes.length);
        assertThat(agent).isEqualTo("alice");
    }

    @Test
    void sendsAnEmptyFile() throws IOException {
        Path file = Files.createFile(directory.resolve("empty"));

        assertThat(files().upload(file).size()).isZero();
    }

    @Test
    void takesAFileOnce() throws IOException {
        Attachment attachment = new Attachment(ID, "x", "x/y", bytes.length, sha256(bytes));
        List<Long> steps = new ArrayList<>();

        Path taken = files().download(attachment, (done, total) -> steps.add(total));

        assertThat(taken).hasBinaryContent(bytes).hasFileName(sha256(bytes));
        assertThat(steps).isNotEmpty().containsOnly((long) bytes.length);
        assertThat(files().download(attachment)).isEqualTo(taken);
        assertThat(ranges).hasSize(1);
    }

    @Test
    void goesOnWhereItWasInterrupted() throws IOException {
        Attachment attachment = new Attachment(ID, "x", "x/y", bytes.length, sha256(bytes));
        cutAfter = 100_000;
        assertThatThrownBy(() -> files().download(attachment)).isInstanceOf(NotConnected.class);
        cutAfter = Integer.MAX_VALUE;

        assertThat(files().download(attachment)).hasBinaryContent(bytes);

        assertThat(ranges).hasSize(2).last().asString().matches("bytes=[1-9][0-9]*-");
        try (var left = Files.list(directory.resolve("attachments"))) {
            assertThat(left).hasSize(1);
        }
    }

    @Test
    void waitsNotForEverForBytesThatDoNotCome() {
        stalls = true;
        HubFiles impatient = new HubFiles(
                URI.create("ws://127.0.0.1:" + server.getAddress().getPort()),
                () -> Map.of(),
                directory.resolve("attachments"),
                Duration.ofMillis(300));
        Attachment attachment = new Attachment(ID, "x", "x/y", bytes.length, sha256(bytes));

        assertThatThrownBy(() -> impatient.download(attachment))
                .isInstanceOf(NotConnected.class)
                .hasMessageContaining("within");
        stalled.countDown();
        stalls = false;
        assertThat(files().download(attachment)).hasBinaryContent(bytes);
    }

    @Test
    void keepsNothingThatIsNotWhatTheMessagePromised() throws IOException {
        Attachment other = new Attachment(ID, "x", "x/y", 1, "0".repeat(64));

        assertThatThrownBy(() -> files().download(other))
                .isInstanceOf(HubRefused.class)
                .extracting("code")
                .isEqualTo("CHECKSUM_MISMATCH");
        try (var left = Files.list(directory.resolve("attachments"))) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void trustsNoIdOrDigestOfAMessage() {
        for (Attachment bad : List.of(
                new Attachment("../../etc/passwd", "x", "x/y", 1, null),
                new Attachment(ID, "x", "x/y", 1, "../../etc/passwd"),
                new Attachment(null, "x", "x/y", 1, null))) {
            assertThatThrownBy(() -> files().download(bad)).isInstanceOf(IllegalArgumentException.class);
        }
        assertThat(ranges).isEmpty();
    }

    @Test
    void namesWhatWentWrong() throws IOException {
        Path file = Files.write(directory.resolve("f"), bytes);
        status = 401;
        assertThatThrownBy(() -> files().upload(file)).isInstanceOf(AuthError.class);
        status = 413;
        assertThatThrownBy(() -> files().upload(file)).isInstanceOf(MessageTooLarge.class);
        status = 404;
        assertThatThrownBy(() -> files().download(new Attachment(ID, null, null, 0, null)))
                .isInstanceOf(HubRefused.class)
                .hasMessage("NO: no");
        server.stop(0);
        assertThatThrownBy(() -> files().upload(file)).isInstanceOf(NotConnected.class);
    }

    private void take(HttpExchange exchange) throws IOException {
        agent = exchange.getRequestHeaders().getFirst("X-Agent-Id");
        byte[] body = exchange.getRequestBody().readAllBytes();
        String name = java.net.URLDecoder.decode(
                exchange.getRequestURI().getRawQuery().substring("name=".length()), UTF_8);
        String json = "{\"id\":\"%s\",\"name\":\"%s\",\"content_type\":\"x/y\",\"size\":%d,\"sha256\":\"%s\"}"
                .formatted(ID, name, body.length, sha256(body));
        answer(exchange, 200, json.getBytes(UTF_8));
    }

    private void give(HttpExchange exchange) throws IOException {
        String range = exchange.getRequestHeaders().getFirst("Range");
        ranges.add(String.valueOf(range));
        exchange.getResponseHeaders().set("ETag", '"' + sha256(bytes) + '"');
        if (range == null) {
            answer(exchange, 200, bytes);
        } else {
            int from = Integer.parseInt(range.substring("bytes=".length(), range.length() - 1));
            answer(exchange, 206, Arrays.copyOfRange(bytes, from, bytes.length));
        }
    }

    private void answer(HttpExchange exchange, int code, byte[] body) throws IOException {
        exchange.sendResponseHeaders(code, body.length);
        if (stalls) {
            exchange.getResponseBody().write(body, 0, body.length / 2);
            exchange.getResponseBody().flush();
            awaitTheEnd();
            return;
        }
        exchange.getResponseBody().write(body, 0, Math.min(cutAfter, body.length));
    }

    private void awaitTheEnd() {
        try {
            stalled.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
