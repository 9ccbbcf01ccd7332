package io.clawhub.gateway.core.attachments;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.clawhub.standalone.process.JavaProgram;

import static org.awaitility.Awaitility.await;

/** An S3 server with one bucket, in a process of its own, that forgets everything. */
public final class S3Server implements AutoCloseable {

    static final String BUCKET = "files";

    private static final Duration START = Duration.ofSeconds(120);

    private final Process process;
    private final int port;

    private S3Server(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** Starts one and waits until its bucket is there. */
    public static S3Server start() throws IOException {
        int port = freePort();
        Path data = Files.createTempDirectory("claw-chat-hub-s3-");
        List<String> command = new ArrayList<>(JavaProgram.command());
        command.addAll(List.of(
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-jar",
                Path.of("target/s3/s3mock.jar").toAbsolutePath().toString(),
                "--com.adobe.testing.s3mock.httpPort=" + port,
                "--server.port=0",
                "--com.adobe.testing.s3mock.store.initialBuckets=" + BUCKET,
                "--com.adobe.testing.s3mock.store.root=" + data));
        Process process = new ProcessBuilder(command)
                .directory(data.toFile())
                .redirectErrorStream(true)
                .redirectOutput(data.resolve("server.log").toFile())
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        S3Server server = new S3Server(process, port);
        await().atMost(START).until(server::answers);
        return server;
    }

    /** What the gateway must be told. */
    public Map<String, String> settings() {
        return Map.of(
                "hub.attachments.store", "s3",
                "hub.attachments.s3.endpoint", "http://127.0.0.1:" + port,
                "hub.attachments.s3.bucket", BUCKET,
                "hub.attachments.s3.access-key", "tester",
                "hub.attachments.s3.secret-key", "secret");
    }

    private boolean answers() {
        try {
            HttpURLConnection connection = (HttpURLConnection) URI.create("http://127.0.0.1:" + port + "/" + BUCKET)
                    .toURL()
                    .openConnection();
            connection.setRequestMethod("HEAD");
            return connection.getResponseCode() == HttpURLConnection.HTTP_OK;
        } catch (IOException e) {
            return false;
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
