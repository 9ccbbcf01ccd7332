package io.clawhub.gateway.protocol.im;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.function.Consumer;

import com.fasterxml.jackson.databind.JsonNode;

import io.clawhub.gateway.GatewayConfig;
import io.clawhub.gateway.TestConfig;
import io.clawhub.gateway.core.Command;
import io.clawhub.gateway.core.HubError;
import io.clawhub.gateway.core.HubException;
import io.clawhub.gateway.core.Push;
import io.clawhub.gateway.core.Reply;
import io.clawhub.gateway.core.accounts.Identities.Credential;
import io.clawhub.gateway.core.outbound.OutboundQueue;
import io.clawhub.gateway.websocket.AgentLimits;
import io.clawhub.gateway.websocket.ManualLoop;
import io.clawhub.gateway.websocket.PausableTransport;

import static org.assertj.core.api.Assertions.assertThat;

/** Connections of the adapter between a fake socket and a fake core; every frame is held against the schemas. */
final class ImBench {

    static final String HELLO = "{'t':'hello','v':1,'agent_id':'a','client_id':'c1'}";

    final FakeImCore core = new FakeImCore();
    final ManualLoop loop = new ManualLoop();
    private final GatewayConfig config;
    private final ImHub hub;

    ImBench(Map<String, String> settings) {
        config = TestConfig.with(settings);
        hub = new ImHub(core, new AgentLimits(config.limits()), config, new ImHub.Sizes(65_536, 1_048_576, 52_428_800));
    }

    /** A socket that has said nothing yet. */
    Line line() {
        return new Line();
    }

    /** A welcomed connection of agent {@code a}. */
    Line welcomed() {
        Line line = line().send(HELLO);
        assertThat(line.nextType()).isEqualTo("welcome");
        return line;
    }

    /** One socket and what it was sent. */
    final class Line implements PausableTransport {
        final Deque<JsonNode> frames = new ArrayDeque<>();
        final ImConnection connection;
        final OutboundQueue outbound;
        boolean isRead = true;
        Integer closedWith;

        private Line() {
            Farewell socket = new Farewell(this);
            outbound = new OutboundQueue(socket, loop, config.connection());
            connection = new ImConnection(hub, socket, outbound, loop, Credential.NONE);
        }

        @Override
        public void write(String frame, Consumer<Boolean> written) {
            frames.add(FrameSchemas.fromHub(frame));
            written.accept(true);
        }

        @Override
        public void close(int code, String reason) {
            closedWith = code;
        }

        @Override
        public void read(boolean on) {
            isRead = on;
        }

        @Override
        public void arrived() {}

        /** A frame as the schema has it. */
        Line send(String frame) {
            String json = frame.replace('\'', '"');
            assertThat(FrameSchemas.client(json)).as(json).isEmpty();
            return sendWrong(frame);
        }

        /** Something else. */
        Line sendWrong(String frame) {
            connection.received(frame.replace('\'', '"'));
            loop.turn();
            return this;
        }

        /** The next frame to the client. */
        JsonNode next() {
            loop.turn();
            assertThat(frames).as("a frame").isNotEmpty();
            return frames.remove();
        }

        String nextType() {
            return next().path("t").textValue();
        }

        void hearsNothing() {
            loop.turn();
            assertThat(frames).isEmpty();
        }

        /** The next frame is an error with this code. */
        JsonNode refused(HubError error) {
            JsonNode frame = next();
            assertThat(frame.path("code").textValue()).isEqualTo(error.name());
            assertThat(frame.path("recoverable").booleanValue()).isEqualTo(error.retryable());
            return frame;
        }
    }

    /** The command that the core was asked last, not answered yet. */
    <C extends Command> C command(Class<C> kind) {
        loop.turn();
        assertThat(core.asked).isNotEmpty();
        assertThat(core.asked.getLast().command()).isInstanceOf(kind);
        return kind.cast(core.asked.getLast().command());
    }

    void reply(Reply reply) {
        core.asked.removeLast().answer().accept(reply, null);
        loop.turn();
    }

    void refuse(HubError error) {
        core.asked.removeLast().answer().accept(null, new HubException(error, "because"));
        loop.turn();
    }

    /** The push as it goes to the client. */
    JsonNode pushed(Push push) {
        String frame = core.encoder.apply(push);
        return frame == null ? null : FrameSchemas.fromHub(frame);
    }
}
