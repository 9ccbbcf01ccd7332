package io.clawhub.gateway.protocol.im;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import org.junit.jupiter.api.Test;

import io.clawhub.events.ConversationKind;
import io.clawhub.events.MessageAccepted;
import io.clawhub.events.MessageDetails;
import io.clawhub.events.MessageDetails.Attachment;
import io.clawhub.events.Provenance;
import io.clawhub.events.StreamEvent.RunCancelAsked;
import io.clawhub.events.StreamEvent.RunMoved;
import io.clawhub.events.StreamEvent.RunStep;
import io.clawhub.events.StreamEvent.TypingShown;
import io.clawhub.events.archive.LoggedMessage;
import io.clawhub.gateway.core.Command;
import io.clawhub.gateway.core.CursorCommand;
import io.clawhub.gateway.core.HubError;
import io.clawhub.gateway.core.Push;
import io.clawhub.gateway.core.Reply;
import io.clawhub.gateway.core.StreamCommand;
import io.clawhub.gateway.protocol.im.ImBench.Line;

import static org.assertj.core.api.Assertions.assertThat;

/** Saying, hearing, acknowledging, streaming. */
class ImChatTest {

    private static final Instant AT = Instant.parse("2026-01-02T03:04:05Z");

    private final ImBench bench = new ImBench(Map.of());
    private final Line line = bench.welcomed();

    @Test
    void aMessageWithEverythingGoesToTheCore() {
        line.send(
                "{'t':'send','cmid':'m1','to':'b','service_id':'s','conversation_id':'gc_1','kind':'file','text':'look',"
                        + "'reply_to':'msg_0','mentions':['b','all'],'metadata':{'k':[1]},"
                        + "'attachments':[{'id':'att_1','name':'a.txt','content_type':'text/plain','size':3}]}");

        Command.SendMessage send = bench.command(Command.SendMessage.class);
        assertThat(send)
                .isEqualTo(new Command.SendMessage(
                        "m1",
                        "b",
                        "s",
                        "gc_1",
                        TextNode.valueOf("look"),
                        new MessageDetails(
                                "file",
                                "msg_0",
                                List.of("b", "all"),
                                List.of(new Attachment("att_1", "a.txt", "text/plain", 3, null)),
                                send.details().metadata(),
                                null),
                        false));
        assertThat(send.details().metadata()).hasToString("{\"k\":[1]}");
        bench.reply(new Reply.Accepted("msg_1", "gc_1", 9_007_199_254_740_993L, AT.toEpochMilli(), true, true));
        JsonNode ok = line.next();
        assertThat(ok.path("t").textValue()).isEqualTo("send_ok");
        assertThat(ok.path("cmid").textValue()).isEqualTo("m1");
        assertThat(ok.path("seq").longValue()).isEqualTo(9_007_199_254_740_993L);
        assertThat(ok.path("ts").textValue()).isEqualTo("2026-01-02T03:04:05.000Z");
        assertThat(ok.path("duplicate").booleanValue()).isTrue();
    }

    @Test
    void aPlainMessageHasNoDetails() {
        line.send("{'t':'send','cmid':'m1','to':'b','kind':'text','text':''}");

        assertThat(bench.command(Command.SendMessage.class).details()).isNull();
    }

    @Test
    void aRefusedSendSaysWhetherToRetry() {
        line.send("{'t':'send','cmid':'m1','to':'b','text':'x'}");
        bench.refuse(HubError.RATE_LIMITED);

        JsonNode error = line.refused(HubError.RATE_LIMITED);

        assertThat(error.path("t").textValue()).isEqualTo("send_err");
        assertThat(error.path("cmid").textValue()).isEqualTo("m1");
        assertThat(error.path("retry_after_ms").intValue()).isPositive();
        line.sendWrong("{'t':'send','cmid':'m2','to':'b'}");
        assertThat(line.refused(HubError.MISSING_FIELDS).path("cmid").textValue())
                .isEqualTo("m2");
    }

    @Test
    void cursorsMoveWithoutAnAnswer() {
        line.send("{'t':'ack','conversation_id':'dc_1','seq':9007199254740993}");
        assertThat(bench.command(CursorCommand.Acknowledge.class).seq()).isEqualTo(9_007_199_254_740_993L);
        bench.reply(new Reply.Done());
        line.send("{'t':'read','conversation_id':'dc_1','seq':4}");
        assertThat(bench.command(CursorCommand.MarkRead.class).seq()).isEqualTo(4);
        bench.reply(new Reply.Done());
        line.hearsNothing();

        line.send("{'t':'read','conversation_id':'dc_2','seq':4}");
        bench.refuse(HubError.NOT_A_PARTY);

        assertThat(line.refused(HubError.NOT_A_PARTY).path("t").textValue()).isEqualTo("error");
    }

    @Test
    void aRunGrowsAndEndsAsAMessage() {
        line.send("{'t':'stream_begin','run_id':'r1','cmid':'m1','to':'b','reply_to':'msg_0'}");
        assertThat(bench.command(StreamCommand.MoveRun.class))
                .isEqualTo(new StreamCommand.MoveRun("r1", "m1", "msg_0", null, "b", 0, RunStep.BEGIN, null, null));
        line.send("{'t':'stream_delta','run_id':'r1','seq':1,'kind':'think','text':'hm'}");
        assertThat(bench.command(StreamCommand.MoveRun.class))
                .isEqualTo(new StreamCommand.MoveRun("r1", null, null, "b", 1, RunStep.DELTA, "think", "hm"));
        line.send("{'t':'stream_replace','run_id':'r1','seq':2,'text':'whole'}");
        assertThat(bench.command(StreamCommand.MoveRun.class).step()).isEqualTo(RunStep.REPLACE);

        line.send("{'t':'stream_end','run_id':'r1','seq':3,'text':'the end'}");

        Command.SendMessage send = bench.command(Command.SendMessage.class);
        assertThat(send.clientMsgId()).isEqualTo("m1");
        assertThat(send.details().runId()).isEqualTo("r1");
        assertThat(send.details().replyTo()).isEqualTo("msg_0");
        assertThat(send.details().metadata()).isNull();
        bench.reply(new Reply.Accepted("msg_1", "dc_1", 1, 1, false));
        assertThat(line.next().path("cmid").textValue()).isEqualTo("m1");
        assertThat(bench.command(StreamCommand.MoveRun.class))
                .isEqualTo(new StreamCommand.MoveRun("r1", null, "dc_1", null, 3, RunStep.END, null, null));
        line.send("{'t':'stream_delta','run_id':'r1','seq':4,'text':'late'}").refused(HubError.RUN_NOT_FOUND);
    }

    @Test
    void aRunHasWhatGoesWithAMessageFromItsEndElseFromItsBeginning() {
        line.send("{'t':'stream_begin','run_id':'r1','cmid':'m1','to':'b','service_id':'s','kind':'event',"
                + "'mentions':['b'],'reply_to':'msg_0','metadata':{'k':1}}");
        line.send("{'t':'stream_end','run_id':'r1','cmid':'m1','seq':1,'text':'x','status':'failed','mentions':['all'],"
                + "'attachments':[{'id':'att_1','name':'a.txt','content_type':'text/plain','size':3}]}");

        Command.SendMessage send = bench.command(Command.SendMessage.class);

        assertThat(send.serviceId()).isEqualTo("s");
        MessageDetails details = send.details();
        assertThat(details.kind()).isEqualTo("event");
        assertThat(details.replyTo()).isEqualTo("msg_0");
        assertThat(details.mentions()).containsExactly("all");
        assertThat(details.attachments()).hasSize(1);
        assertThat(details.metadata()).hasToString("{\"k\":1,\"run_status\":\"failed\"}");
    }

    @Test
    void anEndThatIsRefusedAtOnceIsARefusedSendUnderItsKey() {
        line.send("{'t':'stream_end','run_id':'r9','cmid':'m9','seq':1,'text':'x'}");
        JsonNode refused = line.refused(HubError.RUN_NOT_FOUND);
        assertThat(refused.path("t").textValue()).isEqualTo("send_err");
        assertThat(refused.path("cmid").textValue()).isEqualTo("m9");

        line.send("{'t':'stream_begin','run_id':'r1','cmid':'m1','to':'b'}");
        line.send("{'t':'stream_end','run_id':'r1','cmid':'m2','seq':1,'text':'x'}");
        assertThat(line.refused(HubError.CONFLICT).path("cmid").textValue()).isEqualTo("m2");
    }

    @Test
    void aRefusedEndMayBeRepeated() {
        line.send("{'t':'stream_begin','run_id':'r1','cmid':'m1','conversation_id':'gc_1'}");
        line.send("{'t':'stream_end','run_id':'r1','seq':1,'text':'so far','status':'cancelled','reason':'asked'}");
        assertThat(bench.command(Command.SendMessage.class).details().metadata())
                .hasToString("{\"run_status\":\"cancelled\",\"run_reason\":\"asked\"}");
        bench.refuse(HubError.LOG_UNAVAILABLE);
        JsonNode refusal = line.refused(HubError.LOG_UNAVAILABLE);
        assertThat(refusal.path("t").textValue()).isEqualTo("send_err");
        assertThat(refusal.path("cmid").textValue()).isEqualTo("m1");

        line.send("{'t':'stream_end','run_id':'r1','seq':1,'text':'so far','status':'failed','reason':'disk'}");
        bench.reply(new Reply.Accepted("msg_1", "gc_1", 1, 1, false));

        assertThat(bench.command(StreamCommand.MoveRun.class))
                .isEqualTo(new StreamCommand.MoveRun("r1", null, "gc_1", null, 1, RunStep.FAIL, null, "disk"));
    }

    @Test
    void typingAndCancelGoToTheCore() {
        line.send("{'t':'typing','to':'b','on':true}");
        assertThat(bench.command(StreamCommand.ShowTyping.class))
                .isEqualTo(new StreamCommand.ShowTyping(null, "b", true));
        line.send("{'t':'cancel','run_id':'r1','conversation_id':'dc_1'}");
        assertThat(bench.command(StreamCommand.CancelRun.class)).isEqualTo(new StreamCommand.CancelRun("r1", "dc_1"));
    }

    @Test
    void messagesAreDeliveredWithTheirDetails() {
        MessageDetails details = new MessageDetails(
                "file",
                "msg_0",
                List.of("a"),
                List.of(new Attachment("att_1", "a.txt", "text/plain", 3, "0".repeat(64))),
                JsonNodeFactory.instance.objectNode().put("k", 1),
                "r1");
        MessageAccepted said = new MessageAccepted(
                "msg_1",
                "m1",
                "dc_1",
                ConversationKind.DIRECT,
                "b",
                List.of("b", "a"),
                null,
                TextNode.valueOf("hello"),
                details,
                "c2",
                new Provenance("im", "token", null));

        JsonNode deliver = bench.pushed(new Push.MessageArrived(new LoggedMessage(said, 5, AT), true));

        assertThat(deliver.path("redelivered").booleanValue()).isTrue();
        JsonNode message = deliver.path("message");
        assertThat(message.path("to").textValue()).isEqualTo("a");
        assertThat(message.path("text").textValue()).isEqualTo("hello");
        assertThat(message.path("attachments").get(0).path("name").textValue()).isEqualTo("a.txt");
        assertThat(message.path("run_id").textValue()).isEqualTo("r1");
        assertThat(message.has("dir")).isFalse();
    }

    @Test
    void whatIsNoStringIsShownAsTextAndGivenAsItIs() {
        JsonNode content = JsonNodeFactory.instance.objectNode().put("x", 1);
        MessageAccepted said = new MessageAccepted(
                "msg_1",
                null,
                "ch_1",
                ConversationKind.CHANNEL,
                "a",
                List.of("a", "b"),
                "s",
                content,
                new Provenance("claw", "open", null));

        JsonNode message = bench.pushed(new Push.MessageArrived(new LoggedMessage(said, 5, AT)))
                .path("message");

        assertThat(message.path("text").textValue()).isEqualTo("{\"x\":1}");
        assertThat(message.path("content")).isEqualTo(content);
        assertThat(message.path("dir").textValue()).isEqualTo("out");
        assertThat(message.path("service_id").textValue()).isEqualTo("s");
        assertThat(message.has("to")).isFalse();
    }

    @Test
    void piecesSayWhatTheyMergeAndWhatEndsThem() {
        JsonNode one = pushed(null, 2, 2, RunStep.DELTA);
        assertThat(one.has("first_seq") || one.has("message_id")).isFalse();
        JsonNode merged = pushed(null, 2, 9, RunStep.DELTA);
        assertThat(merged.path("first_seq").longValue()).isEqualTo(2);
        assertThat(merged.path("seq").longValue()).isEqualTo(9);
        JsonNode snapshot = pushed("msg_1", 1, 9, RunStep.SNAPSHOT);
        assertThat(snapshot.path("op").textValue()).isEqualTo("snapshot");
        assertThat(snapshot.path("message_id").textValue()).isEqualTo("msg_1");
        assertThat(pushed(null, 9, 9, RunStep.PAUSE).path("op").textValue()).isEqualTo("pause");
    }

    private JsonNode pushed(String messageId, long firstSeq, long seq, RunStep step) {
        return bench.pushed(new Push.RunSeen(
                new RunMoved("r1", "dc_1", "b", messageId, null, firstSeq, seq, step, null, "hm", List.of("a"))));
    }

    @Test
    void everythingElseIsPushedAsItsFrame() {
        assertThat(bench.pushed(new Push.CaughtUp()).path("t").textValue()).isEqualTo("caught_up");
        JsonNode status = bench.pushed(new Push.CursorAdvanced("dc_1", "b", "c9", 7, true));
        assertThat(status.path("state").textValue()).isEqualTo("read");
        assertThat(status.path("by").textValue()).isEqualTo("b");
        assertThat(bench.pushed(new Push.TypingSeen(new TypingShown("dc_1", "b", true, List.of("a"))))
                        .path("from")
                        .textValue())
                .isEqualTo("b");
        JsonNode stream = bench.pushed(new Push.RunSeen(
                new RunMoved("r1", "dc_1", "b", null, null, 2, 2, RunStep.DELTA, "think", "hm", List.of("a"))));
        assertThat(stream.path("op").textValue()).isEqualTo("delta");
        assertThat(bench.pushed(new Push.RunCancelled(new RunCancelAsked("r1", "dc_1", "b", List.of("a"))))
                        .path("by")
                        .textValue())
                .isEqualTo("b");
    }
}
