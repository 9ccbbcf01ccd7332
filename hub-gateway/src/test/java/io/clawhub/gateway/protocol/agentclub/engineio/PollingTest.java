package io.clawhub.gateway.protocol.agentclub.engineio;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class PollingTest {

    private final SessionFixture fixture = SessionFixture.overHttp();

    @Test
    void whatIsWrittenTogetherGoesTogetherAndCountsOnceItArrived() {
        FakeAnswer poll = fixture.poll();

        fixture.write("4a", "4b");

        assertThat(poll.body).isEqualTo("4a\u001e4b");
        assertThat(fixture.written).isEmpty();
        poll.arrive(true);
        fixture.loop.turn();
        assertThat(fixture.written).containsExactly("4a true", "4b true");
    }

    @Test
    void whatIsWrittenBetweenPollsWaitsForTheNext() {
        fixture.write("4a");
        assertThat(fixture.written).isEmpty();

        assertThat(fixture.poll().body).isEqualTo("4a");
    }

    @Test
    void aResponseHasItsLimitAndTheRestFollows() {
        String large = "4" + "x".repeat(SessionFixture.MAX_PAYLOAD);
        fixture.write("4a", large, "4b");

        assertThat(fixture.poll().body).isEqualTo("4a");
        assertThat(fixture.poll().body).isEqualTo(large);
        assertThat(fixture.poll().body).isEqualTo("4b");
    }

    @Test
    void aLostResponseEndsTheSession() {
        FakeAnswer poll = fixture.poll();
        fixture.write("4a");

        poll.arrive(false);
        fixture.loop.turn();

        assertThat(fixture.written).containsExactly("4a false");
        assertThat(fixture.closes).isEqualTo(1);
        assertThat(fixture.ends).isEqualTo(1);
    }

    @Test
    void aPollThatIsGivenUpEndsTheSessionUnlessItWasAnswered() {
        FakeAnswer answered = fixture.poll();
        fixture.write("4a");
        fixture.session.givenUp(answered);
        assertThat(fixture.ends).isZero();

        fixture.session.givenUp(fixture.poll());
        assertThat(fixture.ends).isEqualTo(1);
    }

    @Test
    void twoPollsEndTheSession() {
        FakeAnswer one = fixture.poll();
        FakeAnswer two = fixture.poll();

        assertThat(one.body).isEqualTo("1");
        assertThat(two.status).isEqualTo(400);
        assertThat(fixture.ends).isEqualTo(1);
        assertThat(fixture.poll().status).isEqualTo(400);
    }

    @Test
    void theClientsGoodbyeReleasesItsPoll() {
        FakeAnswer poll = fixture.poll();

        FakeAnswer post = fixture.post("4last\u001e1");

        assertThat(poll.body).isEqualTo("6");
        assertThat(post.body).isEqualTo("ok");
        assertThat(fixture.heard).containsExactly("last");
        assertThat(fixture.closes).isEqualTo(1);
    }

    @Test
    void theHubsGoodbyeComesByThePollAndWhatWaitedIsNotWritten() {
        fixture.write("4a");

        fixture.session.close(1012, "restarting");

        assertThat(fixture.written).containsExactly("4a false");
        fixture.write("4b");
        assertThat(fixture.written).containsExactly("4a false", "4b false");
    }

    @Test
    void aMalformedPacketEndsTheSessionAfterWhatCameBefore() {
        FakeAnswer post = fixture.post("4a\u001e9\u001e4b");

        assertThat(post.status).isEqualTo(400);
        assertThat(fixture.heard).containsExactly("a", "refused UNKNOWN_TYPE");
    }

    @Test
    void whatCannotBeTakenKeepsThePostWaitingAndPongsAreForgiven() {
        fixture.onMessage = message -> fixture.session.read(!message.equals("stop"));

        FakeAnswer post = fixture.post("4a\u001e4stop\u001e4b");
        assertThat(fixture.heard).containsExactly("a", "stop");
        assertThat(post.status).isZero();
        fixture.pass(300);
        assertThat(fixture.ends).isZero();
        fixture.session.read(true);
        fixture.loop.turn();

        assertThat(fixture.heard).containsExactly("a", "stop", "b");
        assertThat(post.body).isEqualTo("ok");
    }

    @Test
    void aLongPayloadLetsOthersRun() {
        FakeAnswer answer = new FakeAnswer();
        fixture.session.post("4a" + "\u001e4a".repeat(999), answer);

        assertThat(fixture.heard).hasSizeLessThan(1_000);
        assertThat(answer.status).isZero();
        fixture.loop.turn();
        assertThat(fixture.heard).hasSize(1_000);
        assertThat(answer.body).isEqualTo("ok");
    }

    @Test
    void onePostAtATime() {
        assertThat(fixture.session.beginPost()).isTrue();
        assertThat(fixture.session.beginPost()).isFalse();
        fixture.session.endPost();
        assertThat(fixture.session.beginPost()).isTrue();
    }
}
