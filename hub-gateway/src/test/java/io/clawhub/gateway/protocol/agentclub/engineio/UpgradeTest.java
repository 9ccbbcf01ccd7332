package io.clawhub.gateway.protocol.agentclub.engineio;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class UpgradeTest {

    private final SessionFixture fixture = SessionFixture.overHttp();
    private final FakeSocket fake = new FakeSocket();

    @Test
    void theProbeReleasesThePollThatWaits() {
        FakeAnswer poll = fixture.poll();
        EngineIoSocket socket = fixture.probe(fake);

        socket.text("2probe");

        assertThat(fake.written).containsExactly("3probe");
        assertThat(poll.body).isEqualTo("6");
    }

    @Test
    void theProbeReleasesTheNextPollAndOnlyThat() {
        fixture.probe(fake).text("2probe");

        assertThat(fixture.poll().body).isEqualTo("6");
        assertThat(fixture.poll().status).isZero();
    }

    @Test
    void whatWaitsGoesFirst() {
        EngineIoSocket socket = fixture.probe(fake);
        socket.text("2probe");
        fixture.write("4a", "4b");

        socket.text("5");
        fixture.write("4c");

        assertThat(fake.written).containsExactly("3probe", "4a", "4b", "4c");
        assertThat(fixture.written).containsExactly("4a true", "4b true", "4c true");
    }

    @Test
    void aPollThatStillWaitsIsReleasedByTheUpgrade() {
        EngineIoSocket socket = fixture.probe(fake);
        socket.text("2probe");
        fixture.poll();
        FakeAnswer poll = fixture.poll();

        socket.text("5");

        assertThat(poll.body).isEqualTo("6");
        assertThat(fixture.poll().status).isEqualTo(400);
        assertThat(fixture.post("4x").status).isEqualTo(400);
        assertThat(fixture.heard).isEmpty();
    }

    @Test
    void onlyTheNewSocketIsHeardAfterwards() {
        EngineIoSocket socket = fixture.probe(fake);
        socket.text("2probe");
        socket.text("5");
        FakeSocket late = new FakeSocket();
        EngineIoSocket second = fixture.probe(late);

        second.text("4no");
        socket.text("4yes");

        assertThat(late.code).isEqualTo(1008);
        assertThat(fixture.heard).containsExactly("yes");
        second.closed();
        assertThat(fixture.ends).isZero();
        socket.closed();
        assertThat(fixture.ends).isEqualTo(1);
    }

    @Test
    void aSocketThatComesToNothingLeavesTheSessionOnHttp() {
        EngineIoSocket socket = fixture.probe(fake);
        socket.text("2probe");

        fixture.loop.pass(10_000);
        assertThat(fake.code).isEqualTo(1003);
        socket.closed();

        assertThat(fixture.ends).isZero();
        fixture.write("4a");
        fixture.poll();
        assertThat(fixture.poll().body).isNull();
        FakeSocket next = new FakeSocket();
        fixture.probe(next).text("2probe");
        assertThat(next.written).containsExactly("3probe");
    }

    @Test
    void withoutAProbeOrDuringAPostThereIsNoUpgrade() {
        fixture.probe(fake).text("5");
        assertThat(fake.code).isEqualTo(1003);

        fixture.onMessage = message -> fixture.session.read(false);
        fixture.post("4a\u001e4b");
        FakeSocket other = new FakeSocket();
        EngineIoSocket socket = fixture.probe(other);
        socket.text("2probe");
        socket.text("5");
        assertThat(other.code).isEqualTo(1003);
    }

    @Test
    void aSocketThatIsNotReadWillNotBeAfterTheUpgrade() {
        fixture.session.read(false);
        EngineIoSocket socket = fixture.probe(fake);
        socket.text("2probe");
        assertThat(fake.reading).isTrue();

        socket.text("5");

        assertThat(fake.reading).isFalse();
        fixture.session.read(true);
        assertThat(fake.reading).isTrue();
    }
}
