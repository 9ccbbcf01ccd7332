package io.clawhub.gateway.protocol.im;

import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.clawhub.gateway.core.Caller.Authentication;
import io.clawhub.gateway.core.Command;
import io.clawhub.gateway.core.HubError;
import io.clawhub.gateway.core.HubException;
import io.clawhub.gateway.core.Reply;
import io.clawhub.gateway.core.outbound.CloseReason;
import io.clawhub.gateway.protocol.im.ImBench.Line;

import static org.assertj.core.api.Assertions.assertThat;

/** Coming, staying and going. */
class ImSessionTest {

    private final ImBench bench = new ImBench(Map.of("hub.limits.connections-per-agent", "2"));

    @Test
    void helloIsWelcomed() {
        Line line = bench.line().send("{'t':'hello','v':1,'agent_id':'a','client_id':'c1','window':7}");

        JsonNode welcome = line.next();
        assertThat(welcome.path("agent_id").textValue()).isEqualTo("a");
        assertThat(welcome.path("recovered").booleanValue()).isFalse();
        assertThat(welcome.path("epoch").textValue()).isEqualTo(FakeImCore.EPOCH);
        assertThat(bench.core.open.getFirst().caller().clientId()).isEqualTo("c1");
        assertThat(bench.core.openings.getFirst().window()).isEqualTo(7);
    }

    @Test
    void cursorsCountInTheirEpochOnly() {
        String hello =
                "{'t':'hello','v':1,'agent_id':'a','client_id':'c1','cursors':{'dc_1':4503599627370497},'epoch':";

        assertThat(bench.line().send(hello + "'e_1'}").next().path("recovered").booleanValue())
                .isTrue();
        assertThat(bench.line().send(hello + "'e_0'}").next().path("recovered").booleanValue())
                .isFalse();

        assertThat(bench.core.openings)
                .extracting(ImCore.Opening::cursors)
                .containsExactly(Map.of("dc_1", 4503599627370497L), Map.of());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    not json                                                     | BAD_JSON        | 4001
                    {'t':'ping','n':1}                                           | HELLO_REQUIRED  | 4001
                    {'t':'never heard of'}                                       | UNKNOWN_TYPE    | 4001
                    {'t':'hello','v':2,'agent_id':'a'}                           | VERSION_REFUSED | 4003
                    {'t':'hello','agent_id':'a','client_id':'c'}                 | MISSING_FIELDS  | 1008
                    {'t':'hello','v':1,'agent_id':'a'}                           | MISSING_FIELDS  | 1008
                    {'t':'hello','v':1,'agent_id':'a\\u0007','client_id':'c'}    | INVALID_ID      | 1008
                    {'t':'hello','v':1,'agent_id':'a','client_id':'c','window':0}| MISSING_FIELDS  | 1008
                    """)
    void anotherFirstFrameIsAnsweredAndEndsTheConnection(String frame, HubError error, int closeCode) {
        Line line = bench.line().sendWrong(frame);

        line.refused(error);

        bench.loop.turn();
        assertThat(line.closedWith).isEqualTo(closeCode);
        assertThat(bench.core.open).isEmpty();
        assertThat(bench.core.refusals).containsExactly(error);
    }

    @Test
    void whoSaysNothingIsSentAway() {
        Line line = bench.line();

        bench.loop.pass(9_999);
        line.hearsNothing();
        bench.loop.pass(1);

        line.refused(HubError.HELLO_REQUIRED);
        assertThat(line.closedWith).isEqualTo(4001);
    }

    @Test
    void aLongClientIdIsRefused() {
        Line line = bench.line().sendWrong("{'t':'hello','v':1,'agent_id':'a','client_id':'" + "c".repeat(101) + "'}");

        line.refused(HubError.INVALID_ID);
    }

    @ParameterizedTest
    @CsvSource({"AUTH_FAILED,1008", "AUTH_REQUIRED,1008", "DIRECTORY_UNAVAILABLE,1013"})
    void anIdentityThatCannotBeClaimedEndsTheConnection(HubError error, int closeCode) {
        bench.core.claim = Uni.createFrom().failure(new HubException(error, "no"));
        Line line = bench.line().send(ImBench.HELLO);

        line.refused(error);

        bench.loop.turn();
        assertThat(line.closedWith).isEqualTo(closeCode);
    }

    @Test
    void tooManyConnectionsOfAnAgentAreToldToComeBack() {
        bench.welcomed();
        Line second = bench.welcomed();
        Line third = bench.line().send(ImBench.HELLO);

        third.refused(HubError.RATE_LIMITED);
        bench.loop.turn();
        assertThat(third.closedWith).isEqualTo(1013);
        second.connection.closed();
        bench.welcomed();
    }

    @Test
    void framesThatComeBeforeTheWelcomeWaitInOrder() {
        UniEmitter<?>[] claim = {null};
        bench.core.claim = Uni.createFrom().<Authentication>emitter(emitter -> claim[0] = emitter);
        Line line = bench.line().send(ImBench.HELLO).send("{'t':'ping','n':1}").send("{'t':'ping','n':2}");
        line.hearsNothing();
        assertThat(line.isRead).isFalse();

        complete(claim[0]);

        assertThat(line.nextType()).isEqualTo("welcome");
        assertThat(List.of(
                        line.next().path("n").intValue(), line.next().path("n").intValue()))
                .containsExactly(1, 2);
        assertThat(line.isRead).isTrue();
    }

    @Test
    void whoIsGoneBeforeTheWelcomeTakesNobodysSeatAndWhatItSaidCounts() {
        UniEmitter<?>[] claim = {null};
        bench.core.claim = Uni.createFrom().<Authentication>emitter(emitter -> claim[0] = emitter);
        Line line = bench.line().send(ImBench.HELLO).send("{'t':'send','cmid':'m1','to':'b','text':'x'}");
        line.connection.closed();

        complete(claim[0]);
        bench.loop.turn();

        assertThat(bench.core.openings.getFirst().isSeated()).isFalse();
        assertThat(bench.command(Command.SendMessage.class).clientMsgId()).isEqualTo("m1");
        assertThat(bench.core.open).isEmpty();
        bench.core.claim = Uni.createFrom().item(Authentication.OPEN);
        bench.welcomed();
        assertThat(bench.core.openings.getLast().isSeated()).isTrue();
    }

    @Test
    void aSecondHelloChangesNothing() {
        Line line = bench.welcomed().send(ImBench.HELLO);

        line.refused(HubError.CONFLICT);
        assertThat(bench.core.open).hasSize(1);
        assertThat(line.closedWith).isNull();
    }

    @Test
    void goodbyeWaitsForWhatWasAsked() {
        Line line = bench.welcomed()
                .send("{'t':'send','cmid':'m1','to':'b','text':'x'}")
                .send("{'t':'bye'}");
        assertThat(line.closedWith).isNull();

        bench.reply(new Reply.Accepted("msg_1", "dc_1", 1, 1, false));

        assertThat(line.nextType()).isEqualTo("send_ok");
        assertThat(line.closedWith).isEqualTo(1000);
        line.connection.closed();
        assertThat(bench.core.open).isEmpty();
    }

    @Test
    void goodbyeEndsEvenIfNobodyAnswers() {
        Line line = bench.welcomed()
                .send("{'t':'send','cmid':'m1','to':'b','text':'x'}")
                .send("{'t':'bye'}");

        bench.loop.pass(3_000);

        assertThat(line.closedWith).isEqualTo(1000);
    }

    @Test
    void aStoppingGatewaySaysWhenToComeBack() {
        Line line = bench.welcomed();

        line.outbound.close(CloseReason.GOING_AWAY);

        assertThat(line.next().path("reconnect_ms").intValue()).isBetween(0, 3_000);
        assertThat(line.closedWith).isEqualTo(1012);
    }

    @Test
    void theReplacedOneIsTold() {
        Line line = bench.welcomed();

        line.outbound.close(CloseReason.REPLACED);

        line.refused(HubError.REPLACED);
        assertThat(line.closedWith).isEqualTo(4009);
    }

    @Test
    void theWindowIsTheCores() {
        bench.welcomed()
                .send("{'t':'window','n':3}")
                .sendWrong("{'t':'window','n':1001}")
                .refused(HubError.MISSING_FIELDS);

        assertThat(bench.core.windows).containsExactly(3);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    [1]                                                                 | BAD_JSON
                    {'t':'no such'}                                                     | UNKNOWN_TYPE
                    {'t':7}                                                             | MISSING_FIELDS
                    {'t':'send','to':'b','text':'no key'}                               | MISSING_FIELDS
                    {'t':'ack','conversation_id':'dc_1'}                                | MISSING_FIELDS
                    {'t':'ack','conversation_id':'dc_1','seq':-1}                       | MISSING_FIELDS
                    {'t':'ack','conversation_id':'dc_1','seq':1.5}                      | MISSING_FIELDS
                    {'t':'typing','to':'b'}                                             | MISSING_FIELDS
                    {'t':'stream_delta','run_id':'r','seq':1,'text':'x'}                | RUN_NOT_FOUND
                    {'t':'stream_begin','run_id':'r','cmid':'m'}                        | TARGET_REQUIRED
                    {'t':'members','conversation_id':'gc_1'}                            | MISSING_FIELDS
                    {'t':'history','rid':'r1'}                                          | MISSING_FIELDS
                    {'t':'presence','rid':'r1','agent_ids':[]}                          | MISSING_FIELDS
                    {'t':'presence','rid':'r1','agent_ids':'b'}                         | MISSING_FIELDS
                    {'t':'group_add','rid':'r1','conversation_id':'gc_1','members':[7]} | MISSING_FIELDS
                    """)
    void whatCannotBeReadIsAnsweredAndTheConnectionStays(String frame, HubError error) {
        Line line = bench.welcomed().sendWrong(frame);

        line.refused(error);

        assertThat(bench.core.refusals).containsExactly(error);
        assertThat(bench.core.asked).isEmpty();
        assertThat(line.send("{'t':'ping','n':5}").next().path("n").intValue()).isEqualTo(5);
    }

    @Test
    void aFullLaneIsNotReadUntilThereIsRoom() {
        bench.core.laneFull = true;
        Line line = bench.welcomed().send("{'t':'send','cmid':'m1','to':'b','text':'1'}");
        line.send("{'t':'send','cmid':'m2','to':'b','text':'2'}");
        assertThat(line.isRead).isFalse();
        assertThat(bench.core.asked).hasSize(1);

        bench.core.laneFull = false;
        bench.core.whenLaneHasSpace.run();

        assertThat(bench.command(Command.SendMessage.class).clientMsgId()).isEqualTo("m2");
        assertThat(line.isRead).isTrue();
    }

    @SuppressWarnings("unchecked")
    private void complete(UniEmitter<?> claim) {
        ((UniEmitter<Authentication>) claim).complete(Authentication.OPEN);
        bench.loop.turn();
    }
}
