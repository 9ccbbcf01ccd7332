package io.clawhub.standalone.backends;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

import redis.embedded.core.ExecutableProvider;
import redis.embedded.model.OsArchitecture;

import io.clawhub.standalone.process.Place;
import io.clawhub.standalone.process.StartException;

/** Redis, with its append-only file on: what it acknowledged survives a kill of the process. */
public final class RedisBackend extends Backend {
    private static final int ANSWER_MILLIS = 1_000;
    private static final byte[] PING = "PING\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] PONG = "+PONG\r\n".getBytes(StandardCharsets.US_ASCII);

    public RedisBackend(Place place) {
        super("redis", place);
    }

    @Override
    protected List<String> command() {
        return List.of(
                program().toString(),
                "--port",
                Integer.toString(port()),
                "--bind",
                "127.0.0.1",
                "--dir",
                place().data().toString(),
                "--appendonly",
                "yes",
                "--appendfsync",
                place().throwAway() ? "no" : "everysec",
                "--save",
                "",
                // Its title would hide the arguments, by which the process is recognised.
                "--set-proc-title",
                "no",
                "--daemonize",
                "no");
    }

    @Override
    protected void prepare() {
        try {
            Files.createDirectories(place().data());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** False while it still loads its data. */
    @Override
    public boolean answers() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port()), ANSWER_MILLIS);
            socket.setSoTimeout(ANSWER_MILLIS);
            socket.getOutputStream().write(PING);
            return Arrays.equals(PONG, socket.getInputStream().readNBytes(PONG.length));
        } catch (IOException e) {
            return false;
        }
    }

    private static Path program() {
        String resource = ExecutableProvider.newProvidedVersionsMap().get(OsArchitecture.detectOSandArchitecture());
        InputStream archive = resource == null ? null : ExecutableProvider.class.getResourceAsStream(resource);
        if (archive == null) {
            throw new StartException("There is no Redis for this system: " + System.getProperty("os.name") + " "
                    + System.getProperty("os.arch") + ".");
        }
        Path directory = UnpackedProgram.directory("redis", archive, (bytes, target) -> {
            Path program = Files.write(target.resolve("redis-server"), bytes);
            if (!program.toFile().setExecutable(true)) {
                throw new IOException("cannot make " + program + " executable");
            }
        });
        return directory.resolve("redis-server");
    }
}
