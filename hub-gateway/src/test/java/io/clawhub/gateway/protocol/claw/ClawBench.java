package io.clawhub.gateway.protocol.claw;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import com.fasterxml.jackson.databind.JsonNode;

import io.clawhub.gateway.GatewayConfig;
import io.clawhub.gateway.TestConfig;
import io.clawhub.gateway.core.Caller.Authentication;
import io.clawhub.gateway.core.Command;
import io.clawhub.gateway.core.Push;
import io.clawhub.gateway.core.Reply;
import io.clawhub.gateway.core.accounts.Identities.Credential;
import io.clawhub.gateway.core.outbound.OutboundQueue;
import io.clawhub.gateway.json.JsonText;
import io.clawhub.gateway.websocket.AgentLimits;
import io.clawhub.gateway.websocket.ManualLoop;
import io.clawhub.gateway.websocket.PausableTransport;

import static org.assertj.core.api.Assertions.assertThat;

/** Connections of the adapter between a fake socket and a fake core. */
final class ClawBench {

    final FakeCore core = new FakeCore();
    final ManualLoop loop = new ManualLoop();
    private final GatewayConfig config;
    private final ClawHub hub;

    ClawBench(Map<String, String> settings) {
        config = TestConfig.with(settings);
        hub = new ClawHub(core, new Aliases(), new AgentLimits(config.limits()), config.limits(), 100, "1");
    }

    /** A connection as dialect A opens it. */
    Line plain(String agentId) {
        Line line = line();
        line.connection.opened(Credential.NONE);
        line.connection.named(agentId, Authentication.OPEN, true, false);
        return line;
    }

    /** A connection whose upgrade named nobody. */
    Line nameless() {
        Line line = line();
        line.connection.opened(Credential.NONE);
        return line;
    }

    /** A connection named by the URL. */
    Line byUrl(String agentId) {
        Line line = line();
        line.connection.opened(Credential.NONE);
        line.connection.named(agentId, Authentication.OPEN, false, false);
        return line;
    }

    private Line line() {
        return new Line();
    }

    /** One connection and what it was sent. */
    final class Line implements PausableTransport {
        final Deque<JsonNode> frames = new ArrayDeque<>();
        final ClawConnection connection;
        final OutboundQueue outbound;
        boolean isRead = true;
        Integer closedWith;

        private Line() {
            outbound = new OutboundQueue(this, loop, config.connection());
            connection = new ClawConnection(hub, this, outbound, loop);
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
        public void read(boolean on) {
            isRead = on;
        }

        @Override
        public void arrived() {}

        Line send(String frame) {
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
            return next().path("type").textValue();
        }

        Line hearsNothing() {
            loop.turn();
            assertThat(frames).isEmpty();
            return this;
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
        loop.turn();
        core.asked.removeLast().reply(reply);
        loop.turn();
    }

    JsonNode pushed(String participantId, Push push) {
        String frame = core.encoders.get(participantId).apply(push);
        return frame == null ? null : JsonText.parse(frame);
    }

    List<Command> commands() {
        loop.turn();
        return core.asked.stream().map(FakeCore.Asked::command).toList();
    }
}
