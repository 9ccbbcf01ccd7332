package io.clawhub.gateway.protocol.im;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import org.junit.jupiter.api.Test;

import io.clawhub.events.ConversationKind;
import io.clawhub.events.MessageAccepted;
import io.clawhub.events.MessageChange;
import io.clawhub.events.MessageDeleted;
import io.clawhub.events.MessageDetails;
import io.clawhub.events.MessageEdited;
import io.clawhub.events.Provenance;
import io.clawhub.events.ReactionChanged;
import io.clawhub.events.archive.LoggedMessage;
import io.clawhub.events.archive.MessageState;
import io.clawhub.events.archive.MessageState.Reaction;
import io.clawhub.gateway.core.HubError;
import io.clawhub.gateway.core.MessageCommand;
import io.clawhub.gateway.core.Push;
import io.clawhub.gateway.core.Reply;
import io.clawhub.gateway.protocol.im.ImBench.Line;

import static org.assertj.core.api.Assertions.assertThat;

/** Edits, deletions and reactions on the wire. */
class ImChangesTest {

    private static final Instant AT = Instant.parse("2026-01-02T03:04:05.678901Z");

    private final ImBench bench = new ImBench(Map.of());
    private final Line line = bench.welcomed();

    @Test
    void anEditGoesToTheCoreWithAllThatASendHas() {
        line.send("{'t':'edit','rid':'r1','id':'msg_1','text':'anew','mentions':['b'],'key':'k1'}");

        assertThat(bench.command(MessageCommand.EditMessage.class))
                .isEqualTo(new MessageCommand.EditMessage(
                        "k1",
                        "msg_1",
                        TextNode.valueOf("anew"),
                        new MessageDetails(null, null, List.of("b"), null, null, null)));
        bench.reply(new Reply.Done());
        assertThat(line.next().path("rid").textValue()).isEqualTo("r1");
    }

    @Test
    void deletionsAndReactionsGoToTheCore() {
        line.send("{'t':'delete','rid':'r1','id':'msg_1'}");
        assertThat(bench.command(MessageCommand.DeleteMessage.class))
                .isEqualTo(new MessageCommand.DeleteMessage(null, "msg_1"));
        bench.refuse(HubError.ACCESS_DENIED);
        assertThat(line.refused(HubError.ACCESS_DENIED).path("rid").textValue()).isEqualTo("r1");

        line.send("{'t':'react','rid':'r2','id':'msg_1','reaction':'+1'}");
        assertThat(bench.command(MessageCommand.React.class))
                .isEqualTo(new MessageCommand.React(null, "msg_1", "+1", true));
        bench.reply(new Reply.Done());
        line.next();

        line.send("{'t':'react','rid':'r3','id':'msg_1','reaction':'+1','on':false}");
        assertThat(bench.command(MessageCommand.React.class).on()).isFalse();
    }

    @Test
    void aChangeNeedsItsMessageAndItsText() {
        line.sendWrong("{'t':'edit','rid':'r1','text':'anew'}");
        line.refused(HubError.MISSING_FIELDS);
        line.sendWrong("{'t':'edit','rid':'r1','id':'msg_1'}");
        line.refused(HubError.MISSING_FIELDS);
        line.sendWrong("{'t':'react','rid':'r1','id':'msg_1'}");
        line.refused(HubError.MISSING_FIELDS);
        line.sendWrong("{'t':'delete','id':'msg_1'}");
        line.refused(HubError.MISSING_FIELDS);
    }

    @Test
    void changesArePushed() {
        List<String> all = List.of("a", "b");
        MessageDetails details = new MessageDetails("file", "msg_0", List.of("a"), null, null, null);

        JsonNode edited = pushed(new MessageEdited("c1", "dc_1", "msg_1", "b", TextNode.valueOf("x"), details, all));
        assertThat(edited.path("t").textValue()).isEqualTo("edited");
        assertThat(edited.path("text").textValue()).isEqualTo("x");
        assertThat(edited.path("kind").textValue()).isEqualTo("file");
        assertThat(edited.path("ts").textValue()).isEqualTo("2026-01-02T03:04:05.678901Z");
        JsonNode deleted = pushed(new MessageDeleted("c2", "dc_1", "msg_1", "b", all));
        assertThat(deleted.path("id").textValue()).isEqualTo("msg_1");
        JsonNode reaction = pushed(new ReactionChanged("c3", "dc_1", "msg_1", "b", "+1", false, all));
        assertThat(reaction.path("reaction").textValue()).isEqualTo("+1");
        assertThat(reaction.path("on").booleanValue()).isFalse();
    }

    @Test
    void aMessageComesAsItIsNow() {
        MessageAccepted said = new MessageAccepted(
                "msg_1",
                null,
                "dc_1",
                ConversationKind.DIRECT,
                "b",
                List.of("b", "a"),
                null,
                TextNode.valueOf(""),
                new Provenance("im", "open", null));
        MessageState state = new MessageState(AT, AT, List.of(new Reaction("+1", List.of("a", "b"))));

        JsonNode message = bench.pushed(new Push.MessageArrived(new LoggedMessage(said, 5, AT, state), true))
                .path("message");

        assertThat(message.path("edited_at").textValue()).isEqualTo("2026-01-02T03:04:05.678901Z");
        assertThat(message.has("deleted_at")).isTrue();
        assertThat(message.path("reactions").get(0).path("by").get(1).textValue())
                .isEqualTo("b");
    }

    private JsonNode pushed(MessageChange change) {
        return bench.pushed(new Push.MessageChanged(change, 7, AT));
    }
}
