package io.clawhub.gateway.protocol.channel;

import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import org.junit.jupiter.api.Test;

import io.clawhub.gateway.core.sessions.Outcome;
import io.clawhub.gateway.core.sessions.SessionEvent.Ended;
import io.clawhub.gateway.core.sessions.SessionEvent.Grown;
import io.clawhub.gateway.core.sessions.SessionEvent.Said;
import io.clawhub.gateway.core.sessions.SessionEvent.Snapshot;
import io.clawhub.gateway.core.sessions.SessionKey;
import io.clawhub.gateway.protocol.channel.ChannelBench.Line;

import static org.assertj.core.api.Assertions.assertThat;

/** Which sessions a connection reads, and from where. */
class ChannelSessionsTest {

    private static final SessionKey X = ChannelBench.session("x");
    private static final SessionKey Y = ChannelBench.session("y");

    private final ChannelBench bench = new ChannelBench(Map.of());

    @Test
    void whoLeavesBeforeItsTurnToJoinCameDoesNotJoin() {
        UniEmitter<?>[] first = {null};
        bench.core.joins = Uni.createFrom().<Void>emitter(emitter -> first[0] = emitter);
        Line line = bench.v2();

        line.say(subscribe("x"), subscribe("y"), "{'type':'unsubscribe','sessionId':'y'}");
        bench.core.joins = Uni.createFrom().voidItem();
        first[0].complete(null);
        bench.loop.turn();

        assertThat(bench.core.readersOf(X)).isOne();
        assertThat(bench.core.readersOf(Y)).isZero();
        line.gone();
        assertThat(bench.core.readersOfAll()).isZero();
    }

    @Test
    void whoLeavesWhileItJoinsIsNotThereAfterwards() {
        UniEmitter<?>[] join = {null};
        bench.core.joins = Uni.createFrom().<Void>emitter(emitter -> join[0] = emitter);
        Line line = bench.v2();

        line.say(subscribe("x"), subscribe("y"));
        line.gone();
        join[0].complete(null);
        bench.loop.turn();

        assertThat(bench.core.readersOfAll()).isZero();
    }

    @Test
    void questionsOfVersion1InThreeSessionsLeaveOneReader() {
        UniEmitter<?>[] first = {null};
        bench.core.joins = Uni.createFrom().<Void>emitter(emitter -> first[0] = emitter);
        Line line = bench.v1();

        line.say(chat("x"), chat("y"), chat("z"));
        bench.core.joins = Uni.createFrom().voidItem();
        first[0].complete(null);
        bench.loop.turn();

        assertThat(bench.core.asked).containsExactly("x: hello", "y: hello", "z: hello");
        assertThat(bench.core.readersOfAll()).isOne();
        assertThat(bench.core.readersOf(ChannelBench.session("z"))).isOne();
    }

    @Test
    void version1MovesAndFramesWithoutASessionGoWhereItIs() {
        Line line = bench.v1();

        line.say(chat("x"), chat("y"), "{'type':'chat','message':'again'}");
        assertThat(bench.core.asked).containsExactly("x: hello", "y: hello", "y: again");

        bench.core.tell(X, new Said("r", "m", "unheard"));
        bench.core.tell(X, new Ended("r", "m", Outcome.STOP, "unheard"));
        bench.core.tell(Y, new Said("r2", "m2", "heard"));
        bench.core.tell(Y, new Ended("r2", "m2", Outcome.STOP, "heard"));
        assertThat(line.types()).containsExactly("message", "stream");
    }

    @Test
    void version2FramesWithoutASessionMeanTheOwnOne() {
        Line line = bench.v2();

        line.say(chat("x"), "{'type':'chat','message':'again'}");

        assertThat(bench.core.asked).containsExactly("x: hello", "default: again");
    }

    @Test
    void oneWholeAnswerMayEndItsTurnOnVersion1() {
        ChannelBench short1 = new ChannelBench(Map.of("hub.channel.v1.message-done", "true"));
        Line line = short1.v1();
        line.say(subscribe("x"));

        short1.core.tell(X, new Said("r", "m", "Hello"));
        short1.core.tell(X, new Ended("r", "m", Outcome.STOP, "Hello"));

        assertThat(line.next().path("done").booleanValue()).isTrue();
        assertThat(line.all()).isEmpty();
    }

    @Test
    void whoUnsubscribesHearsNoMore() {
        Line line = bench.v1();
        line.say(subscribe("x"), "{'type':'unsubscribe','sessionId':'x'}");

        bench.core.tell(X, new Grown("r", "m", 1, 0, "Hel"));

        assertThat(line.all()).isEmpty();
        assertThat(bench.core.readersOfAll()).isZero();
    }

    @Test
    void whoSubscribesAnewIsToldOfTheRunAsItStands() {
        Line line = bench.v2();
        line.say(subscribe("x"));
        bench.core.tell(X, new Grown("r", "m", 1, 0, "Hel"));
        bench.core.snapshots.put(X, new Snapshot("r", "m", 2, "Hello"));
        line.all();

        line.say(subscribe("x"));
        bench.core.tell(X, new Grown("r", "m", 3, 5, "!"));

        assertThat(line.types()).containsExactly("session_joined", "snapshot", "stream");
        assertThat(bench.core.readersOf(X)).isOne();
    }

    @Test
    void whoResumesIsToldWhetherTheRunGoesOn() {
        bench.core.snapshots.put(X, new Snapshot("r", "m", 5, "so far"));
        Line line = bench.v2();

        line.say(resume("x", "r", 5));
        JsonNode goesOn = line.next("status");
        assertThat(goesOn.path("recovered").booleanValue()).isTrue();
        assertThat(goesOn.path("seq").intValue()).isEqualTo(5);

        line.say(resume("x", "r", 3));
        JsonNode snapshot = line.next("snapshot");
        assertThat(snapshot.path("content").textValue()).isEqualTo("so far");
        assertThat(snapshot.path("recovered").booleanValue()).isTrue();

        line.say(resume("x", "old", 3));
        JsonNode over = line.next("status");
        assertThat(over.path("runId").textValue()).isEqualTo("old");
        assertThat(over.path("recovered").booleanValue()).isFalse();
    }

    @Test
    void whatNoGatewayKnowsIsGivenUp() {
        Line line = bench.v2();
        line.say(resume("x", "old", 3));
        assertThat(line.types()).containsExactly("session_joined");

        bench.loop.pass(2_000);

        assertThat(line.next("status").path("recovered").booleanValue()).isFalse();
        assertThat(line.say(resume("x", "old", 3)).types()).containsExactly("session_joined", "status");
        assertThat(bench.core.readersOf(X)).isOne();
    }

    @Test
    void aCancelIsAnswered() {
        Line line = bench.v2();
        line.say(subscribe("x"));
        bench.core.tell(X, new Grown("r", "m", 1, 0, "Hel"));
        line.all();

        bench.core.isRunning = true;
        line.say("{'type':'cancel','sessionId':'x'}");
        JsonNode cancelling = line.next();
        assertThat(cancelling.path("status").textValue()).isEqualTo("cancelling");
        assertThat(cancelling.path("runId").textValue()).isEqualTo("r");
        bench.core.tell(X, new Ended("r", "m", Outcome.CANCELLED, "Hel"));
        line.all();

        bench.core.isRunning = false;
        line.say("{'type':'cancel','sessionId':'x'}");
        assertThat(line.next().path("status").textValue()).isEqualTo("idle");
    }

    @Test
    void stoppingSomethingElsewhereTakesVersion1Nowhere() {
        Line line = bench.v1();
        line.say(chat("x"), "{'type':'cancel','sessionId':'y'}");

        assertThat(bench.core.cancelled).containsExactly("y: null");
        assertThat(bench.core.readersOf(X)).isOne();
        assertThat(bench.core.readersOf(Y)).isZero();
    }

    private static String subscribe(String session) {
        return "{'type':'subscribe','sessionId':'%s'}".formatted(session);
    }

    private static String resume(String session, String runId, int seq) {
        return "{'type':'subscribe','sessionId':'%s','resume':{'runId':'%s','seq':%d}}".formatted(session, runId, seq);
    }

    private static String chat(String session) {
        return "{'type':'chat','sessionId':'%s','message':'hello'}".formatted(session);
    }
}
