package io.clawhub.gateway.protocol.channel;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import com.fasterxml.jackson.databind.JsonNode;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;

import io.clawhub.gateway.TestConfig;
import io.clawhub.gateway.core.accounts.Identities.Credential;
import io.clawhub.gateway.core.outbound.Budgets;
import io.clawhub.gateway.core.sessions.SessionKey;
import io.clawhub.gateway.json.JsonText;
import io.clawhub.gateway.websocket.ManualLoop;
import io.clawhub.gateway.websocket.PausableTransport;

import static org.assertj.core.api.Assertions.assertThat;

/** Connections of the adapter between a fake socket and a fake core. */
final class ChannelBench {

    static final String OWNER = "acc";

    final FakeChannelCore core = new FakeChannelCore();
    final ManualLoop loop = new ManualLoop();
    private final ChannelConnections connections;

    ChannelBench(Map<String, String> settings) {
        ChannelConfig config = new SmallRyeConfigBuilder()
                .withMapping(ChannelConfig.class)
                .withSources(new PropertiesConfigSource(settings, "test", 1_000))
                .build()
                .getConfigMapping(ChannelConfig.class);
        connections = new ChannelConnections(
                new ChannelHub(core, new OwnerLimits(config), config, () -> loop.nanoTime() / 1_000_000),
                TestConfig.with(Map.of()).connection(),
                Budgets.unbounded(),
                new SimpleMeterRegistry());
    }

    /** A connection of version 1. */
    Line v1() {
        return line(Enrolment.Path.CHANNEL, 1, null);
    }

    /** A connection of version 2, of which the greeting was read. */
    Line v2() {
        Line line = line(Enrolment.Path.CHANNEL, 2, null);
        assertThat(line.next().path("type").textValue()).isEqualTo("hello");
        return line;
    }

    /** What version 2 is told first. */
    JsonNode greeting() {
        return line(Enrolment.Path.CHANNEL, 2, null).next();
    }

    /** A stream of all events. */
    Line events(String clientId) {
        return line(Enrolment.Path.EVENTS, 1, clientId);
    }

    private Line line(Enrolment.Path path, int version, String clientId) {
        Credential credential = new Credential(null, OWNER, "cr_1");
        return new Line(new Enrolment(path, credential, "127.0.0.1", null, null, version, clientId, null));
    }

    /** A session of all these connections with the agent {@code main}. */
    static SessionKey session(String name) {
        return new SessionKey(OWNER, "main", name);
    }

    /** One connection, and what it was sent. */
    final class Line implements PausableTransport {
        final Deque<JsonNode> frames = new ArrayDeque<>();
        final ChannelConnection connection;
        Integer closedWith;

        private Line(Enrolment enrolment) {
            connection = connections.open(enrolment, this, loop);
            loop.turn();
        }

        @Override
        public void write(String frame, Consumer<Boolean> written) {
            frames.add(JsonText.parse(frame));
            written.accept(true);
        }

        @Override
        public void close(int code, String reason) {
            closedWith = code;
        }

        @Override
        public void read(boolean on) {}

        @Override
        public void arrived() {}

        /** Says frames at once, written with single quotes. */
        Line say(String... said) {
            List.of(said).forEach(frame -> connection.received(frame.replace('\'', '"')));
            loop.turn();
            return this;
        }

        void gone() {
            connections.closed(connection);
            loop.turn();
        }

        JsonNode next() {
            loop.turn();
            assertThat(frames).as("a frame").isNotEmpty();
            return frames.remove();
        }

        /** The next frame of this type. */
        JsonNode next(String type) {
            JsonNode frame = next();
            while (!type.equals(frame.path("type").textValue())) {
                frame = next();
            }
            return frame;
        }

        /** All there is. */
        List<JsonNode> all() {
            loop.turn();
            List<JsonNode> all = new ArrayList<>(frames);
            frames.clear();
            return all;
        }

        List<String> types() {
            return all().stream().map(frame -> frame.path("type").textValue()).toList();
        }
    }
}
