package io.clawhub.gateway.protocol.agentclub.engineio;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class HeartbeatTest {

    private final SessionFixture fixture = new SessionFixture();
    private final FakeSocket fake = new FakeSocket();
    private final EngineIoSocket socket = new EngineIoSocket(fake, Runnable::run, Runnable::run);

    HeartbeatTest() {
        socket.belongTo(fixture.session);
        fixture.session.open(socket, fixture);
        fake.written.clear();
    }

    @Test
    void aPingFollowsTheIntervalAfterEachPong() {
        fixture.pass(24);
        assertThat(fake.written).isEmpty();
        fixture.pass(2);
        assertThat(fake.written).containsExactly("2");
        fixture.pass(10);
        socket.text("3");

        fixture.pass(24);
        assertThat(fake.written).containsExactly("2");
        fixture.pass(2);
        assertThat(fake.written).containsExactly("2", "2");
    }

    @Test
    void withoutAPongItEnds() {
        fixture.pass(44);
        assertThat(fixture.closes).isZero();

        fixture.pass(2);

        assertThat(fake.code).isEqualTo(1001);
        assertThat(fixture.closes).isEqualTo(1);
    }

    @Test
    void whoSendsIsAlive() {
        fixture.pass(40);
        socket.text("4a");

        fixture.pass(18);

        assertThat(fixture.closes).isZero();
    }

    @Test
    void aBinaryFrameAndAPacketOfAServerEndIt() {
        socket.binary();

        assertThat(fake.code).isEqualTo(1003);
        socket.text("4late");
        fixture.loop.turn();
        assertThat(fixture.heard).containsExactly("refused UNKNOWN_TYPE");
        assertThat(fixture.closes).isEqualTo(1);
    }
}
