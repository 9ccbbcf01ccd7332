package io.clawhub.gateway.protocol.channel;

import java.time.Instant;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import io.smallrye.mutiny.Uni;
import org.junit.jupiter.api.Test;

import io.clawhub.gateway.core.HubError;
import io.clawhub.gateway.core.sessions.Taken;
import io.clawhub.gateway.protocol.channel.ChannelBench.Line;

import static org.assertj.core.api.Assertions.assertThat;

class ChannelConnectionTest {

    private final ChannelBench bench = new ChannelBench(Map.of(
            "hub.channel.questions-per-second", "1",
            "hub.channel.question-burst", "2",
            "hub.channel.connections-per-owner", "2"));

    @Test
    void helloSaysWhatHolds() {
        JsonNode hello = bench.greeting();

        assertThat(hello.path("type").textValue()).isEqualTo("hello");
        assertThat(hello.path("heartbeatMs").intValue()).isEqualTo(30_000);
        assertThat(hello.path("resumeTtlMs").intValue()).isEqualTo(600_000);
    }

    @Test
    void whoGivesNoSignOfLifeIsSentAway() {
        Line silent = bench.v1();
        Line alive = bench.v1();
        for (int i = 0; i < 5; i++) {
            bench.loop.pass(25_000);
            // A pong of the socket.
            alive.connection.touched();
        }

        assertThat(silent.closedWith).isEqualTo(4408);
        assertThat(alive.closedWith).isNull();
        assertThat(alive.say("{'type':'ping','id':7}").next().path("id").intValue())
                .isEqualTo(7);
    }

    @Test
    void whatTheFormerEditionSaidIsAQuestion() {
        Line line = bench.v1();

        line.say("{'type':'message','content':'hello','sessionId':'s'}");

        assertThat(bench.core.asked).containsExactly("s: hello");
    }

    @Test
    void theStopWordStopsAndAsksNothing() {
        Line line = bench.v1();

        line.say("{'type':'chat','message':' /stop ','sessionId':'s'}");

        assertThat(bench.core.asked).isEmpty();
        assertThat(bench.core.cancelled).containsExactly("s: null");
        assertThat(line.all()).isEmpty();
    }

    @Test
    void anyPrintableKeyWillDo() {
        Line line = bench.v2();

        line.say("{'type':'chat','message':'a','clientMsgId':'aGk+/w=='}");
        assertThat(line.next("accepted").path("clientMsgId").textValue()).isEqualTo("aGk+/w==");

        line.say("{'type':'chat','message':'b','clientMsgId':'" + "k".repeat(129) + "'}");
        assertThat(line.next("error").path("code").textValue()).isEqualTo("bad_request");
    }

    @Test
    void refusalsOnVersion2NameWhatWasSaid() {
        Line line = bench.v2();
        Line seed = bench.v1();
        String blank = "{'type':'chat','message':' ','sessionId':'s','clientMsgId':'k'}";

        JsonNode refusal = line.say(blank).next();
        assertThat(refusal.path("code").textValue()).isEqualTo("bad_request");
        assertThat(refusal.path("sessionId").textValue()).isEqualTo("s");
        assertThat(refusal.path("clientMsgId").textValue()).isEqualTo("k");
        assertThat(seed.say(blank).next().has("clientMsgId")).isFalse();
    }

    @Test
    void aRunThatWaitsIsSaidToWait() {
        bench.core.asks = question -> Uni.createFrom()
                .item(new Taken(
                        FakeChannelCore.runId(ChannelBench.session("s"), question.clientMsgId()),
                        "q",
                        1,
                        false,
                        false));
        Line line = bench.v2();

        line.say("{'type':'chat','message':'a','sessionId':'s'}");

        assertThat(line.next("accepted").path("position").intValue()).isOne();
        assertThat(line.next("status").path("status").textValue()).isEqualTo("queued");
    }

    @Test
    void tenFramesThatAreNoJsonAreTooMany() {
        Line line = bench.v1();
        for (int i = 0; i < 9; i++) {
            line.say("nonsense");
        }
        line.say("{'type':'ping'}");
        for (int i = 0; i < 9; i++) {
            line.say("nonsense");
        }
        assertThat(line.closedWith).isNull();

        line.say("nonsense");

        assertThat(line.closedWith).isEqualTo(1007);
    }

    @Test
    void binaryFramesAreRefusedOnce() {
        Line line = bench.v1();

        line.connection.receivedBinary();
        assertThat(line.next().path("code").textValue()).isEqualTo("unsupported");
        assertThat(line.closedWith).isNull();
        line.connection.receivedBinary();

        assertThat(line.closedWith).isEqualTo(1003);
    }

    @Test
    void whoGoesOnAskingTooMuchIsSentAway() {
        Line line = bench.v1();
        for (int i = 0; i < 2 + 99; i++) {
            line.say("{'type':'chat','message':'x','sessionId':'s'}");
        }
        assertThat(bench.core.asked).hasSize(2);
        assertThat(bench.core.refusals).hasSize(99).containsOnly(HubError.RATE_LIMITED);
        assertThat(line.closedWith).isNull();

        line.say("{'type':'chat','message':'x','sessionId':'s'}");

        assertThat(line.closedWith).isEqualTo(4429);
    }

    @Test
    void aQuestionThatIsRefusedTakesVersion1Nowhere() {
        Line line = bench.v1();
        line.say("{'type':'chat','message':'1','sessionId':'here'}", "{'type':'chat','message':'2'}");
        assertThat(bench.core.asked).containsExactly("here: 1", "here: 2");

        line.say("{'type':'chat','message':'3','sessionId':'there'}");

        assertThat(line.next("error").path("code").textValue()).isEqualTo("rate_limited");
        assertThat(bench.core.readersOf(ChannelBench.session("here"))).isOne();
        assertThat(bench.core.readersOf(ChannelBench.session("there"))).isZero();
    }

    @Test
    void comingAgainDoesNotFillTheBucket() {
        Line first = bench.v1();
        first.say("{'type':'chat','message':'1'}", "{'type':'chat','message':'2'}");
        first.gone();

        Line again = bench.v1();
        again.say("{'type':'chat','message':'3'}");

        assertThat(again.next().path("code").textValue()).isEqualTo("rate_limited");
    }

    @Test
    void oneConnectionTooManyCountsForNothing() {
        bench.v1();
        Line stream = bench.events("desk");
        Line refused = bench.events("desk");
        assertThat(refused.closedWith).isEqualTo(1013);
        assertThat(stream.closedWith).isNull();
        refused.gone();

        assertThat(bench.v1().closedWith).isEqualTo(1013);
        stream.gone();
        assertThat(bench.v1().closedWith).isNull();
    }

    @Test
    void aNewerStreamOfAClientReplacesTheOlder() {
        Line older = bench.events("desk");
        Line newer = bench.events("desk");

        assertThat(older.closedWith).isEqualTo(4409);
        assertThat(newer.closedWith).isNull();
    }

    @Test
    void aMinuteBeforeItsTokenEndsAClientIsToldOnce() {
        bench.core.credentialsEnd = Instant.ofEpochMilli(120_000);
        Line line = bench.v2();
        Line seed = bench.v1();
        bench.loop.pass(50_000);
        assertThat(line.all()).isEmpty();

        bench.loop.pass(30_000);

        JsonNode warning = line.next();
        assertThat(warning.path("status").textValue()).isEqualTo("token_expiring");
        assertThat(warning.path("expiresInMs").longValue()).isBetween(50_000L, 70_000L);
        assertThat(line.all()).isEmpty();
        assertThat(seed.all()).isEmpty();
    }
}
