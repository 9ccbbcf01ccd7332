package io.clawhub.gateway.protocol.agentclub.files;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.clawhub.standalone.testing.KafkaTestResource;
import io.clawhub.standalone.testing.PostgresTestResource;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Uploads of Agent Club, with the real database and a real directory. */
@QuarkusTest
@WithTestResource(KafkaTestResource.class)
@WithTestResource(PostgresTestResource.class)
@TestProfile(UploadsIT.Club.class)
class UploadsIT {

    private static final int LIMIT = 52_428_800;
    private static final Duration SOON = Duration.ofSeconds(60);

    /** A directory of its own, and somebody who knows the uploaders. */
    public static final class Club implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            try {
                Path directory = Files.createTempDirectory("claw-chat-hub-uploads-");
                return Map.of(
                        "hub.history.url",
                        "http://127.0.0.1:1",
                        "hub.presence.url",
                        "http://127.0.0.1:1",
                        "hub.attachments.directory",
                        directory.resolve("files").toString(),
                        "hub.media.directory",
                        Files.createDirectories(directory.resolve("media")).toString());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public Set<Class<?>> getEnabledAlternatives() {
            return Set.of(TestUploaders.class);
        }
    }

    @TestHTTPResource("/")
    URI hub;

    @ConfigProperty(name = "hub.attachments.directory")
    String directory;

    @ConfigProperty(name = "hub.media.directory")
    String media;

    @Inject
    MeterRegistry metrics;

    private FileClient client;

    @BeforeEach
    void connect() throws IOException {
        client = new FileClient(hub);
        Files.createDirectories(Path.of(directory));
    }

    @Test
    void anAgentUploadsAndWhoeverHasTheLinkFetches() throws Exception {
        byte[] bytes = FileClient.png(200_000);
        HttpResponse<String> taken = client.asAgent("painter", "../Sonne schön.tar.PNG", bytes);
        assertThat(taken.statusCode()).isEqualTo(200);
        assertThat(FileClient.json(taken).path("filename").asText()).isEqualTo("Sonne schön.tar.png");
        assertThat(FileClient.json(taken).path("content_type").asText()).isEqualTo("image");
        assertThat(FileClient.json(taken)).hasSize(3);
        String url = FileClient.json(taken).path("url").asText();
        assertThat(url).matches("/media/uploads/[0-9a-f]{32}_Sonne_sch_n\\.tar\\.png\\?exp=\\d+&sig=[A-Za-z0-9_-]{43}");

        HttpResponse<byte[]> read = client.fetch(url);
        assertThat(read.statusCode()).isEqualTo(200);
        assertThat(read.body()).isEqualTo(bytes);
        assertHeader(read, "Content-Type", "image/png");
        assertHeader(read, "X-Content-Type-Options", "nosniff");
        assertHeader(
                read,
                "Content-Disposition",
                "inline; filename=\"Sonne sch_n.tar.png\"; filename*=UTF-8''Sonne%20sch%C3%B6n.tar.png");
        assertThat(read.headers().firstValue("Content-Security-Policy").orElse(""))
                .contains("sandbox", "default-src 'none'");
        assertThat(read.headers().firstValue("Cache-Control").orElse("")).startsWith("private");
        assertThat(read.headers().firstValue("Last-Modified")).isPresent();

        HttpResponse<byte[]> part = client.fetch(url, "Range", "bytes=1-3");
        assertThat(part.statusCode()).isEqualTo(206);
        assertThat(part.body()).isEqualTo("PNG".getBytes(US_ASCII));
        assertHeader(part, "Content-Range", "bytes 1-3/200000");
        String etag = read.headers().firstValue("ETag").orElseThrow();
        assertThat(client.fetch(url, "If-None-Match", etag).statusCode()).isEqualTo(304);

        HttpResponse<String> head = client.send(client.request(url).HEAD());
        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.headers().firstValueAsLong("Content-Length")).hasValue(200_000);
    }

    @Test
    void whatBrowsersCouldRunIsSavedAndNotShown() throws Exception {
        String url = uploaded("author", "page.md", "<script>alert(1)</script>".getBytes(UTF_8));

        HttpResponse<byte[]> read = client.fetch(url);
        assertHeader(read, "Content-Type", "text/markdown");
        assertThat(read.headers().firstValue("Content-Disposition").orElse("")).startsWith("attachment");
    }

    @Test
    void peopleUploadWithTheirSessionAndNobodyWithTheOthersCredential() throws Exception {
        String form =
                "--xx\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.txt\"\r\n\r\nhi\r\n--xx--\r\n";
        for (String[] wrong : List.of(
                new String[] {"/api/upload", "Authorization", "Bearer token_eve"},
                new String[] {"/api/agent/upload", "Cookie", "session=session_eve"},
                new String[] {"/api/upload", "Cookie", "session=forged"},
                new String[] {"/api/agent/upload", "Authorization", "Bearer forged"})) {
            HttpResponse<String> refused = client.send(client.request(wrong[0])
                    .header(wrong[1], wrong[2])
                    .header("Content-Type", "multipart/form-data; boundary=xx")
                    .POST(BodyPublishers.ofString(form)));
            assertThat(refused.statusCode()).as(String.join(" ", wrong)).isEqualTo(401);
            assertThat(FileClient.json(refused).path("error").asText()).isNotEmpty();
        }

        HttpResponse<String> taken = client.send(client.request("/api/upload")
                .header("Cookie", "session=session_eve")
                .header("Content-Type", "multipart/form-data; boundary=xx")
                .POST(BodyPublishers.ofString(form)));
        assertThat(taken.statusCode()).isEqualTo(200);
    }

    @Test
    void theLimitIsExactAndOfTheWholeBody() throws Exception {
        int around = FileClient.around("a.png");
        assertThat(client.asAgent("big", "a.png", FileClient.png(LIMIT - around))
                        .statusCode())
                .isEqualTo(200);
        assertThat(client.unannounced("big", "a.png", FileClient.png(LIMIT - around))
                        .statusCode())
                .isEqualTo(200);
        List<Path> before = files();

        HttpResponse<String> unannounced = client.unannounced("big", "a.png", FileClient.png(LIMIT - around + 1));
        assertThat(unannounced.statusCode()).isEqualTo(413);
        assertThat(FileClient.json(unannounced).path("error").asText()).contains("52428800");
        HttpResponse<String> announced = client.asAgent("big", "a.png", FileClient.png(LIMIT - around + 1));
        assertThat(announced.statusCode()).isEqualTo(413);
        await().atMost(SOON).until(() -> files().equals(before));
    }

    @ParameterizedTest
    @CsvSource({
        "page.png, <!doctype html><script>alert(1)</script>",
        "drawing.png, <svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        "drawing.svg, <svg/>",
        "run.png.sh, #!/bin/sh",
        "run.jpg, #!/bin/sh",
        "noending, text",
        "page.html, <p>",
        "empty.png, ''",
    })
    void whatIsNotTakenIsRefusedAndLeavesNothing(String name, String content) throws Exception {
        List<Path> before = files();
        double counted = refusals("ATTACHMENT_REFUSED");

        HttpResponse<String> refused = client.asAgent("mallory", name, content.getBytes(UTF_8));

        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(FileClient.json(refused).path("error").asText()).isNotEmpty();
        assertThat(files()).isEqualTo(before);
        assertThat(refusals("ATTACHMENT_REFUSED")).isEqualTo(counted + 1);
    }

    @Test
    void anEmptyTextIsAText() throws Exception {
        HttpResponse<byte[]> read = client.fetch(uploaded("quiet", "empty.txt", new byte[0]));

        assertThat(read.statusCode()).isEqualTo(200);
        assertThat(read.body()).isEmpty();
    }

    @Test
    void anythingButAFormIsRefused() throws Exception {
        List<Path> before = files();
        for (String[] wrong : List.of(
                new String[] {"application/json", "{}"},
                new String[] {"multipart/form-data", "x"},
                new String[] {"multipart/form-data; boundary=xx", "--xx--\r\n"},
                new String[] {
                    "multipart/form-data; boundary=xx",
                    "--xx\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.txt\"\r\n\r\nhalf"
                })) {
            HttpResponse<String> refused = client.send(client.request("/api/agent/upload")
                    .header("Authorization", "Bearer token_odd")
                    .header("Content-Type", wrong[0])
                    .POST(BodyPublishers.ofString(wrong[1])));
            assertThat(refused.statusCode()).as(String.join(": ", wrong)).isEqualTo(400);
        }
        assertThat(files()).isEqualTo(before);
    }

    @Test
    void anUploadThatBreaksOffLeavesNothing() throws Exception {
        List<Path> before = files();
        try (Socket socket = new Socket(hub.getHost(), hub.getPort())) {
            OutputStream out = socket.getOutputStream();
            out.write(("POST /api/agent/upload HTTP/1.1\r\nHost: hub\r\nAuthorization: Bearer token_gone\r\n"
                            + "Content-Type: multipart/form-data; boundary=xx\r\nContent-Length: 20000000\r\n\r\n"
                            + "--xx\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.png\"\r\n\r\n")
                    .getBytes(US_ASCII));
            out.write(FileClient.png(10_000_000));
            out.flush();
            await().atMost(SOON).until(() -> files().size() > before.size());
        }
        await().atMost(SOON).until(() -> files().equals(before));
    }

    @Test
    void withoutAGoodLinkOrAnAccountThereIsNothing() throws Exception {
        String url = uploaded("owner", "a.png", FileClient.png(10));
        String other = uploaded("owner", "b.png", FileClient.png(10));
        String bare = url.substring(0, url.indexOf('?'));

        for (String nothing : List.of(
                bare,
                bare + other.substring(other.indexOf('?')),
                url.replaceFirst("exp=\\d", "exp=9"),
                url.replace("sig=", "sig=A"),
                "/media/uploads/" + "0".repeat(32) + "_a.png",
                "/media/uploads/..%2f..%2fetc%2fpasswd",
                "/media/uploads/incoming")) {
            HttpResponse<byte[]> answer = client.fetch(nothing);
            assertThat(answer.statusCode()).as(nothing).isEqualTo(404);
            assertThat(new String(answer.body(), UTF_8)).isEqualTo("{\"error\":\"no such file\"}");
        }
        assertThat(client.fetch(bare, "Authorization", "Bearer token_reader").statusCode())
                .isEqualTo(200);
        assertThat(client.fetch(bare, "Cookie", "session=session_reader").statusCode())
                .isEqualTo(200);
        assertThat(client.fetch(bare, "Cookie", "session=forged").statusCode()).isEqualTo(404);
    }

    @Test
    void handsOutTheOperatorsFilesAndNothingBesideThem() throws Exception {
        Path place = Path.of(media);
        Files.writeString(place.resolve("logo.svg"), "<svg/>");
        Files.writeString(place.resolve(".hidden"), "x");
        Files.writeString(Files.createDirectories(place.resolve("below")).resolve("a.txt"), "x");
        Files.writeString(place.resolveSibling("secret.txt"), "x");
        Files.deleteIfExists(place.resolve("out.txt"));
        Files.createSymbolicLink(place.resolve("out.txt"), place.resolveSibling("secret.txt"));

        HttpResponse<byte[]> logo = client.fetch("/media/logo.svg");
        assertThat(logo.statusCode()).isEqualTo(200);
        assertHeader(logo, "Content-Type", "image/svg+xml");
        assertThat(logo.headers().firstValue("Content-Security-Policy").orElse(""))
                .contains("sandbox");
        for (String nothing : List.of(
                ".hidden",
                "below",
                "below%2fa.txt",
                "..%2fsecret.txt",
                "..%5csecret.txt",
                "out.txt",
                "none.txt",
                "%00",
                "..")) {
            assertThat(client.fetch("/media/" + nothing).statusCode())
                    .as(nothing)
                    .isEqualTo(404);
        }
    }

    /** Eighteen uploads that have all come but for their ends are more than the heap of a test's JVM. */
    @Test
    void uploadsAreNotHeldInMemory() throws Exception {
        int size = 45_000_000;
        int uploads = (int) (Runtime.getRuntime().maxMemory() / size) + 2;
        CountDownLatch allCame = new CountDownLatch(uploads);
        List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
        for (int i = 0; i < uploads; i++) {
            InputStream file =
                    new SequenceInputStream(new ByteArrayInputStream(FileClient.PNG), new Zeros(size, allCame));
            answers.add(client.later("crowd" + i, "a.png", file, size + FileClient.PNG.length));
        }
        for (CompletableFuture<HttpResponse<String>> answer : answers) {
            assertThat(answer.get(180, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
        }
        assertThat(allCame.getCount()).isZero();
        removeFiles();
    }

    @Test
    void aDownloadThatBreaksOffLeavesNoOpenFile() throws Exception {
        String url = uploaded("sender", "a.png", FileClient.png(40_000_000));
        try (Socket socket = new Socket(hub.getHost(), hub.getPort())) {
            socket.getOutputStream().write(("GET " + url + " HTTP/1.1\r\nHost: hub\r\n\r\n").getBytes(US_ASCII));
            assertThat(socket.getInputStream().readNBytes(100)).hasSize(100);
            assertThat(openFiles()).isEqualTo(1);
        }
        await().atMost(SOON).until(() -> openFiles() == 0);
    }

    private String uploaded(String agent, String name, byte[] bytes) throws Exception {
        HttpResponse<String> taken = client.asAgent(agent, name, bytes);
        assertThat(taken.statusCode()).as(taken.body()).isEqualTo(200);
        return FileClient.json(taken).path("url").asText();
    }

    private static void assertHeader(HttpResponse<?> answer, String name, String value) {
        assertThat(answer.headers().firstValue(name)).as(name).hasValue(value);
    }

    private double refusals(String code) {
        return metrics.counter("hub.refusals", "protocol", "agentclub-rest", "code", code)
                .count();
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> all = Files.walk(Path.of(directory))) {
            return all.filter(Files::isRegularFile).sorted().toList();
        } catch (UncheckedIOException renamedMeanwhile) {
            return files();
        }
    }

    private void removeFiles() throws IOException {
        for (Path file : files()) {
            Files.delete(file);
        }
    }

    /** Of the uploaded ones; the gateway runs in this process. */
    private long openFiles() throws IOException {
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            return open.filter(file -> {
                        try {
                            return Files.readSymbolicLink(file).startsWith(Path.of(directory));
                        } catch (IOException closedMeanwhile) {
                            return false;
                        }
                    })
                    .count();
        }
    }

    /** So many zeros, of which the last come only when all other streams are as far. */
    private static final class Zeros extends InputStream {

        private static final int LAST = 10;
        private final CountDownLatch allCame;
        private int left;

        Zeros(int size, CountDownLatch allCame) {
            this.left = size;
            this.allCame = allCame;
        }

        @Override
        public int read() {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0];
        }

        @Override
        public int read(byte[] target, int offset, int length) {
            if (left == 0) {
                return -1;
            }
            if (left == LAST) {
                allCame.countDown();
                try {
                    allCame.await(25, TimeUnit.SECONDS);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
            int count = Math.min(length, left > LAST ? left - LAST : left);
            Arrays.fill(target, offset, offset + count, (byte) 0);
            left -= count;
            return count;
        }
    }
}
