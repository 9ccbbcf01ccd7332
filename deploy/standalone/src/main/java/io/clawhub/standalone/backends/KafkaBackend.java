package io.clawhub.standalone.backends;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.clawhub.standalone.process.JavaProgram;
import io.clawhub.standalone.process.Place;
import io.clawhub.standalone.process.StartException;

/** A single Kafka node in KRaft mode, broker and controller in one JVM. Topics are never made by accident. */
public final class KafkaBackend extends Backend {
    private static final int ANSWER_MILLIS = 1_000;
    private static final short API_VERSIONS = 18;
    private static final int CORRELATION = 7;

    private volatile ClassArchive archive;

    public KafkaBackend(Place place) {
        super("kafka", place);
    }

    public String bootstrapServers() {
        return "127.0.0.1:" + port();
    }

    /** The second port it needs, for itself: the one after its own. */
    public int controllerPort() {
        return port() + 1;
    }

    @Override
    protected List<String> command() {
        Path built = HubRoot.find().resolve("deploy/standalone/target");
        if (!Files.isDirectory(built.resolve("kafka"))) {
            throw new StartException(
                    "Kafka is not there yet: run `./hub build` (or `mvn package -pl deploy/standalone -am`) first.");
        }
        List<Path> jars = jars(built);
        List<String> command = new ArrayList<>(JavaProgram.command());
        command.addAll(List.of(
                "-Xms128m",
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "-XX:+ExitOnOutOfMemoryError",
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
                "-Dorg.slf4j.simpleLogger.showDateTime=true",
                "-Dorg.slf4j.simpleLogger.dateTimeFormat=yyyy-MM-dd'T'HH:mm:ss.SSS"));
        archive = new ClassArchive(command, jars, place().directory());
        command.addAll(archive.flags());
        command.addAll(List.of(
                "-cp",
                jars.stream().map(Path::toString).collect(Collectors.joining(":")),
                "io.clawhub.standalone.broker.KafkaBroker",
                properties().toString()));
        return command;
    }

    @Override
    protected void stopped() {
        if (archive != null) {
            archive.keep();
        }
    }

    /** Of the broker's process: Kafka's, and the one with its main class. */
    private static List<Path> jars(Path built) {
        try (Stream<Path> kafka = Files.list(built.resolve("kafka"));
                Stream<Path> own = Files.list(built)) {
            return Stream.concat(
                            own.filter(jar ->
                                    jar.getFileName().toString().matches("hub-standalone-.*(?<!-sources)\\.jar")),
                            kafka.sorted())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    protected void prepare() {
        Properties settings = new Properties();
        settings.setProperty("process.roles", "broker,controller");
        settings.setProperty("node.id", "1");
        settings.setProperty("controller.quorum.voters", "1@127.0.0.1:" + controllerPort());
        settings.setProperty("controller.listener.names", "CONTROLLER");
        settings.setProperty(
                "listeners", "PLAINTEXT://127.0.0.1:" + port() + ",CONTROLLER://127.0.0.1:" + controllerPort());
        settings.setProperty("advertised.listeners", "PLAINTEXT://127.0.0.1:" + port());
        settings.setProperty("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
        settings.setProperty("log.dirs", place().data().toString());
        settings.setProperty("auto.create.topics.enable", "false");
        settings.setProperty("default.replication.factor", "1");
        settings.setProperty("offsets.topic.replication.factor", "1");
        settings.setProperty("offsets.topic.num.partitions", "8");
        settings.setProperty("transaction.state.log.replication.factor", "1");
        settings.setProperty("transaction.state.log.min.isr", "1");
        settings.setProperty("transaction.state.log.num.partitions", "4");
        settings.setProperty("share.coordinator.state.topic.replication.factor", "1");
        settings.setProperty("share.coordinator.state.topic.min.isr", "1");
        settings.setProperty("group.initial.rebalance.delay.ms", "0");
        // A new process may take over from a killed one only after this; the default is 9 s.
        settings.setProperty("broker.session.timeout.ms", "3000");
        settings.setProperty("broker.heartbeat.interval.ms", "500");
        settings.setProperty("num.network.threads", "2");
        settings.setProperty("num.io.threads", "4");
        // One cleaner thread with a buffer to match: compacted topics are small here.
        settings.setProperty("log.cleaner.dedupe.buffer.size", "8388608");
        settings.setProperty("log.index.size.max.bytes", "1048576");
        try (var writer = Files.newBufferedWriter(properties())) {
            settings.store(writer, "Written at every start");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The broker opens its port early, but answers requests only once it has taken its place in the cluster. */
    @Override
    public boolean answers() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port()), ANSWER_MILLIS);
            socket.setSoTimeout(ANSWER_MILLIS);
            socket.getOutputStream().write(apiVersionsRequest());
            DataInputStream in = new DataInputStream(socket.getInputStream());
            int size = in.readInt();
            return size > 0 && in.readInt() == CORRELATION;
        } catch (IOException e) {
            return false;
        }
    }

    private static byte[] apiVersionsRequest() {
        byte[] client = "hub".getBytes(StandardCharsets.US_ASCII);
        int size = Short.BYTES + Short.BYTES + Integer.BYTES + Short.BYTES + client.length;
        return ByteBuffer.allocate(Integer.BYTES + size)
                .putInt(size)
                .putShort(API_VERSIONS)
                .putShort((short) 0)
                .putInt(CORRELATION)
                .putShort((short) client.length)
                .put(client)
                .array();
    }

    private Path properties() {
        return place().directory().resolve("server.properties");
    }
}
