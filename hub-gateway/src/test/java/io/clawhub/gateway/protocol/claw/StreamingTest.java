package io.clawhub.gateway.protocol.claw;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.clawhub.events.ConversationKind;
import io.clawhub.events.MessageAccepted;
import io.clawhub.events.MessageDetails;
import io.clawhub.events.StreamEvent.RunMoved;
import io.clawhub.events.StreamEvent.RunStep;
import io.clawhub.events.archive.LoggedMessage;
import io.clawhub.gateway.core.Command;
import io.clawhub.gateway.core.HubError;
import io.clawhub.gateway.core.Push;
import io.clawhub.gateway.core.Reply;
import io.clawhub.gateway.core.StreamCommand.MoveRun;
import io.clawhub.gateway.protocol.claw.ClawBench.Line;

import static org.assertj.core.api.Assertions.assertThat;

/** Messages that grow. */
class StreamingTest {

    private final ClawBench bench = new ClawBench(Map.of());

    @Test
    void piecesGrowIntoOneMessage() {
        Line line = streaming();

        piece(line, "'target_agent':'x','seq':1,'delta':'Hel'");
        piece(line, "'seq':2,'delta':'lo'");
        piece(line, "'seq':2,'delta':'lo'");
        piece(line, "'seq':3,'delta':'!','done':true,'ack':true");

        assertThat(bench.commands())
                .containsExactly(
                        new MoveRun("m1", "m1", null, "x", 0, RunStep.BEGIN, null, null),
                        new MoveRun("m1", null, null, "x", 1, RunStep.DELTA, null, "Hel"),
                        new MoveRun("m1", null, null, "x", 2, RunStep.DELTA, null, "lo"),
                        new Command.SendMessage(
                                "m1",
                                "x",
                                null,
                                null,
                                TextNode.valueOf("Hello!"),
                                new MessageDetails(null, null, null, null, null, "m1"),
                                false));
        bench.reply(new Reply.Accepted("msg_1", "dc_1", 1, 0, false, false));
        JsonNode ack = line.next();
        assertThat(ack.path("type").textValue()).isEqualTo("chat_message_ack");
        assertThat(ack.path("message_id").textValue()).isEqualTo("m1");
        assertThat(bench.command(MoveRun.class))
                .isEqualTo(new MoveRun("m1", null, "dc_1", null, 3, RunStep.END, null, null));
        refusal(line, "'seq':4,'delta':'late'", HubError.RUN_NOT_FOUND);
    }

    @Test
    void anOrdinaryMessageOfTheSameIdEndsItToo() {
        Line line = streaming();
        piece(line, "'channel_id':'ch_1','seq':1,'delta':'Hel'");

        line.send("{'type':'chat_message','message_id':'m1','channel_id':'ch_1','content':'Good bye'}");

        assertThat(bench.command(Command.SendMessage.class).details().runId()).isEqualTo("m1");
        bench.reply(new Reply.Accepted("msg_1", "ch_1", 1, 0, false, false));
        assertThat(bench.command(MoveRun.class).step()).isEqualTo(RunStep.END);
        line.hearsNothing();
    }

    @Test
    void afterAHoleOrAReconnectTheWholeTextIsSaid() {
        Line line = streaming();
        refusal(line, "'target_agent':'x','seq':7,'delta':'lo'", HubError.RUN_NOT_FOUND);

        piece(line, "'target_agent':'x','seq':7,'text':'Hello'");
        refusal(line, "'seq':9,'delta':'?'", HubError.CONFLICT);
        piece(line, "'seq':9,'text':'Hello?'");
        piece(line, "'seq':10,'done':true");

        assertThat(bench.commands().stream().filter(MoveRun.class::isInstance).map(MoveRun.class::cast))
                .map(MoveRun::step)
                .containsExactly(RunStep.BEGIN, RunStep.REPLACE, RunStep.REPLACE);
        assertThat(bench.command(Command.SendMessage.class).content().textValue())
                .isEqualTo("Hello?");
    }

    @Test
    void aRefusedEndMayBeRepeatedOrEndsItForGood() {
        Line line = streaming();
        piece(line, "'target_agent':'x','seq':1,'delta':'a'");
        piece(line, "'seq':2,'delta':'b','done':true");
        refusal(line, "'seq':3,'delta':'c'", HubError.CONFLICT);

        bench.core.asked.removeLast().refuse(HubError.LOG_UNAVAILABLE);
        assertThat(line.next().path("error_code").textValue()).isEqualTo("LOG_UNAVAILABLE");
        piece(line, "'seq':2,'delta':'b','done':true");
        assertThat(bench.command(Command.SendMessage.class).content().textValue())
                .isEqualTo("ab");
        bench.core.asked.removeLast().refuse(HubError.CHANNEL_ENDED);

        assertThat(bench.command(MoveRun.class).step()).isEqualTo(RunStep.FAIL);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "'seq':1,'delta':'a'                    | TARGET_REQUIRED",
                "'target_agent':'x','delta':'a'         | MISSING_FIELDS",
                "'target_agent':'x','seq':0,'delta':'a' | MISSING_FIELDS",
                "'target_agent':'x','seq':1,'delta':5   | MISSING_FIELDS",
                "'target_agent':'x','seq':2,'delta':'a' | RUN_NOT_FOUND"
            })
    void whatIsNoPieceIsRefused(String fields, HubError error) {
        refusal(streaming(), fields, error);
        assertThat(bench.core.asked).isEmpty();
    }

    @Test
    void whatIsTooLongForAMessageIsRefused() {
        Line line = streaming();
        piece(line, "'target_agent':'x','seq':1,'delta':'" + "x".repeat(100) + "'");
        refusal(line, "'seq':2,'delta':'y'", HubError.MESSAGE_TOO_LARGE);
        piece(line, "'seq':2,'done':true");
        assertThat(bench.command(Command.SendMessage.class).content().textValue())
                .hasSize(100);
    }

    @Test
    void soManyMayBeOpen() {
        Line line = streaming();
        for (int i = 0; i < 100; i++) {
            line.send("{'type':'chat_stream','message_id':'n" + i + "','target_agent':'x','seq':1,'delta':'a'}");
        }
        line.hearsNothing();
        refusal(line, "'target_agent':'x','seq':1,'delta':'a'", HubError.RATE_LIMITED);
    }

    @Test
    void whoDidNotDeclareItNeitherStreamsNorSeesStreams() {
        Line line = bench.plain("a");
        refusal(line, "'target_agent':'x','seq':1,'delta':'a'", HubError.UNKNOWN_TYPE);
        assertThat(bench.pushed("a", seen(RunStep.DELTA, null, "x"))).isNull();

        line.connection.declared(Set.of("stream.v1"));

        piece(line, "'target_agent':'x','seq':1,'delta':'a'");
        assertThat(bench.core.asked).hasSize(2);
        assertThat(bench.pushed("a", seen(RunStep.DELTA, null, "x"))).isNotNull();
    }

    @Test
    void othersMessagesAreSeenGrowing() {
        streaming();

        JsonNode begun = bench.pushed("a", seen(RunStep.BEGIN, null, null));
        assertThat(begun.toString())
                .isEqualTo(
                        "{\"type\":\"chat_stream\",\"message_id\":\"r1\",\"channel_id\":\"dc_1\",\"sender_id\":\"b\","
                                + "\"seq\":9,\"hub_message_id\":\"msg_1\",\"first_seq\":2,\"delta\":\"\",\"done\":false}");
        assertThat(bench.pushed("a", seen(RunStep.DELTA, null, "x"))
                        .path("delta")
                        .textValue())
                .isEqualTo("x");
        assertThat(bench.pushed("a", seen(RunStep.REPLACE, null, "xy"))
                        .path("text")
                        .textValue())
                .isEqualTo("xy");
        assertThat(bench.pushed("a", seen(RunStep.SNAPSHOT, null, "xyz"))
                        .path("text")
                        .textValue())
                .isEqualTo("xyz");
        assertThat(bench.pushed("a", seen(RunStep.END, null, null)).path("done").booleanValue())
                .isTrue();
        assertThat(bench.pushed("a", seen(RunStep.FAIL, null, "why"))
                        .path("failed")
                        .booleanValue())
                .isTrue();
        assertThat(bench.pushed("a", seen(RunStep.DELTA, "think", "hm"))).isNull();
        assertThat(bench.pushed("a", seen(RunStep.PAUSE, null, null))).isNull();
    }

    @Test
    void theMessageNamesTheRunThatItEnds() {
        streaming();
        bench.plain("plain");
        Push whole = new Push.MessageArrived(new LoggedMessage(
                new MessageAccepted(
                        "msg_1",
                        "m1",
                        "dc_1",
                        ConversationKind.DIRECT,
                        "b",
                        List.of("a"),
                        null,
                        TextNode.valueOf("Hello"),
                        new MessageDetails(null, null, null, null, null, "r1"),
                        null,
                        null,
                        null),
                1,
                Instant.EPOCH));

        assertThat(bench.pushed("a", whole).path("run_id").textValue()).isEqualTo("r1");
        assertThat(bench.pushed("plain", whole).has("run_id")).isFalse();
    }

    private static Push seen(RunStep step, String kind, String text) {
        String endedBy = step == RunStep.BEGIN ? "msg_1" : null;
        return new Push.RunSeen(new RunMoved("r1", "dc_1", "b", endedBy, null, 2, 9, step, kind, text, List.of("a")));
    }

    /** A connection that declared the capability. */
    private Line streaming() {
        Line line = bench.nameless();
        line.send("{'type':'connect','agent_id':'a','capabilities':['stream.v1']}");
        assertThat(line.nextType()).isEqualTo("connected");
        return line;
    }

    private static void piece(Line line, String fields) {
        line.send("{'type':'chat_stream','message_id':'m1'," + fields + "}").hearsNothing();
    }

    private static void refusal(Line line, String fields, HubError error) {
        line.send("{'type':'chat_stream','message_id':'m1'," + fields + "}");
        assertThat(line.next().path("error_code").textValue()).isEqualTo(error.name());
    }
}
