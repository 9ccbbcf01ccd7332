package io.clawhub.gateway.core.calls;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

import io.clawhub.events.StreamEvent;
import io.clawhub.events.StreamEvent.CallAnswered;
import io.clawhub.events.StreamEvent.CallKind;
import io.clawhub.events.StreamEvent.CallMade;
import io.clawhub.gateway.GatewayConfig;
import io.clawhub.gateway.TestConfig;
import io.clawhub.gateway.core.Caller;
import io.clawhub.gateway.core.GatewayId;
import io.clawhub.gateway.core.HubError;
import io.clawhub.gateway.core.HubException;
import io.clawhub.gateway.core.Push.CallArrived;
import io.clawhub.gateway.core.connections.ClientConnection;
import io.clawhub.gateway.core.connections.TestClient;

import static org.assertj.core.api.Assertions.assertThat;

class CallRouterTest {

    private static final Caller PROVIDER = caller("provider");
    private static final JsonNode QUESTION = TextNode.valueOf("?");
    private static final JsonNode ANSWER = TextNode.valueOf("!");

    private final List<StreamEvent> sent = new ArrayList<>();
    private final Set<ClientConnection> closed = new HashSet<>();
    private final LocalBindings bindings = new LocalBindings();
    private final CallRouter here = router("here", bindings, "PT30S");
    private final LocalBindings thereBindings = new LocalBindings();
    private final CallRouter there = router("there", thereBindings, "PT30S");
    private final TestClient old = provider(bindings, 1);
    private final TestClient newest = provider(bindings, 2);

    @Test
    void withinOneGatewayACallGoesToTheNewestConnectionAloneAndUsesNoLog() {
        CompletableFuture<JsonNode> answer = ask("here");

        CallArrived call = newest.next(CallArrived.class);
        here.answer(PROVIDER, call.callId(), ANSWER);

        assertThat(answer).isCompletedWithValue(ANSWER);
        assertThat(call.payload()).isEqualTo(QUESTION);
        assertThat(call.callerId()).isEqualTo("consumer");
        assertThat(old.pushes).isEmpty();
        assertThat(sent).isEmpty();
    }

    @Test
    void betweenGatewaysEachStepIsAddressedToOneOfThem() {
        TestClient remote = provider(thereBindings, 3);
        CompletableFuture<JsonNode> answer = ask("there");
        CallMade made = (CallMade) sent.removeFirst();
        assertThat(made.toGatewayId()).isEqualTo("there");

        there.arrived(made);
        there.answer(PROVIDER, remote.next(CallArrived.class).callId(), ANSWER);
        CallAnswered answered = (CallAnswered) sent.removeFirst();
        assertThat(answered.toGatewayId()).isEqualTo("here");
        here.answered(answered);

        assertThat(answer).isCompletedWithValue(ANSWER);
        assertThat(old.pushes).isEmpty();
        assertThat(newest.pushes).isEmpty();
    }

    @Test
    void aGatewayWhoseConnectionIsGoneSaysSo() {
        CompletableFuture<JsonNode> answer = ask("there");

        there.arrived((CallMade) sent.removeFirst());
        here.answered((CallAnswered) sent.removeFirst());

        assertThat(TestClient.refusal(answer)).isEqualTo(HubError.SERVICE_OFFLINE);
    }

    @Test
    void aClosingConnectionEndsItsOwnCallsOnly() {
        CompletableFuture<JsonNode> lost = ask("here");
        newest.next(CallArrived.class);
        bindings.unbind(newest.connection());
        CompletableFuture<JsonNode> other = ask("here");
        CallArrived call = old.next(CallArrived.class);

        closed.add(newest.connection());
        here.closed(newest.connection());
        here.answer(PROVIDER, call.callId(), ANSWER);

        assertThat(TestClient.refusal(lost)).isEqualTo(HubError.SERVICE_OFFLINE);
        assertThat(other).isCompletedWithValue(ANSWER);
    }

    @Test
    void aConnectionThatClosedUnnoticedIsPassedOver() {
        closed.add(newest.connection());

        CompletableFuture<JsonNode> answer = ask("here");
        here.answer(PROVIDER, old.next(CallArrived.class).callId(), ANSWER);

        assertThat(answer).isCompletedWithValue(ANSWER);
    }

    @Test
    void onlyWhoWasAskedAnswersAndOnlyOnce() {
        CompletableFuture<JsonNode> answer = ask("here");
        String callId = newest.next(CallArrived.class).callId();

        assertThat(refusal(() -> here.answer(caller("stranger"), callId, ANSWER)))
                .isEqualTo(HubError.CALL_NOT_FOUND);
        assertThat(refusal(() -> here.answer(PROVIDER, "call_none", ANSWER))).isEqualTo(HubError.CALL_NOT_FOUND);
        assertThat(answer).isNotDone();
        here.answer(PROVIDER, callId, ANSWER);
        assertThat(refusal(() -> here.answer(PROVIDER, callId, ANSWER))).isEqualTo(HubError.CALL_NOT_FOUND);
        assertThat(answer).isCompletedWithValue(ANSWER);
    }

    @Test
    void aCallThatIsNotAnsweredTimesOutAndTheLateAnswerIsRefused() {
        CallRouter impatient = router("here", bindings, "PT0.05S");
        CompletableFuture<JsonNode> answer = impatient.ask(CallKind.CALL, "svc", "consumer", QUESTION, "here");
        String callId = newest.next(CallArrived.class).callId();

        assertThat(TestClient.refusal(answer)).isEqualTo(HubError.CALL_TIMEOUT);
        assertThat(refusal(() -> impatient.answer(PROVIDER, callId, ANSWER))).isEqualTo(HubError.CALL_NOT_FOUND);
    }

    @Test
    void aCallerHasABoundedNumberOfOpenCallsAndOthersAreNotHeldUp() {
        List<CompletableFuture<JsonNode>> open = new ArrayList<>();
        for (int i = 0; i < 32; i++) {
            open.add(ask("here"));
        }

        assertThat(refusal(() -> ask("here"))).isEqualTo(HubError.RATE_LIMITED);
        here.ask(CallKind.CALL, "svc", "another", QUESTION, "here");
        here.answer(PROVIDER, newest.next(CallArrived.class).callId(), ANSWER);

        assertThat(open.getFirst()).isCompletedWithValue(ANSWER);
        assertThat(ask("here")).isNotDone();
    }

    @Test
    void largeQuestionsAndAnswersAreRefusedToBothSides() {
        JsonNode large = TextNode.valueOf("x".repeat(CallRouter.MAX_PAYLOAD_BYTES + 1));
        assertThat(refusal(() -> here.ask(CallKind.CALL, "svc", "consumer", large, "here")))
                .isEqualTo(HubError.MESSAGE_TOO_LARGE);

        CompletableFuture<JsonNode> answer = ask("here");
        String callId = newest.next(CallArrived.class).callId();
        assertThat(refusal(() -> here.answer(PROVIDER, callId, large))).isEqualTo(HubError.MESSAGE_TOO_LARGE);
        assertThat(TestClient.refusal(answer)).isEqualTo(HubError.MESSAGE_TOO_LARGE);
    }

    @Test
    void aStrangersConnectionFromAnEarlierLifeOfTheServiceIsNeverAsked() {
        TestClient successor = TestClient.unregistered(caller("successor"));
        bindings.bind(successor.connection(), "svc", 2, 3);
        closed.add(successor.connection());

        assertThat(TestClient.refusal(ask("here"))).isEqualTo(HubError.SERVICE_OFFLINE);
        assertThat(newest.pushes).isEmpty();
    }

    private CompletableFuture<JsonNode> ask(String gateway) {
        return here.ask(CallKind.CALL, "svc", "consumer", QUESTION, gateway);
    }

    private CallRouter router(String id, LocalBindings local, String timeout) {
        GatewayConfig config = TestConfig.with(Map.of("hub.gateway.id", id, "hub.calls.timeout", timeout));
        return new CallRouter(
                new GatewayId(config),
                sent::add,
                local,
                connection -> !closed.contains(connection),
                config,
                new SimpleMeterRegistry());
    }

    private static TestClient provider(LocalBindings local, long at) {
        TestClient client = TestClient.unregistered(PROVIDER);
        local.bind(client.connection(), "svc", 1, at);
        return client;
    }

    private static Caller caller(String id) {
        return new Caller(id, "test", "test", Caller.Authentication.OPEN, null);
    }

    private static HubError refusal(Runnable action) {
        try {
            action.run();
        } catch (HubException refusal) {
            return refusal.error();
        }
        throw new AssertionError("not refused");
    }
}
