package io.clawhub.history.ingest;

import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.node.TextNode;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

import io.clawhub.events.EventHeaders;
import io.clawhub.events.EventJson;
import io.clawhub.events.MessageAccepted;
import io.clawhub.events.MessageChange;
import io.clawhub.events.MessageDeleted;
import io.clawhub.events.MessageDetails;
import io.clawhub.events.MessageEdited;
import io.clawhub.events.ReactionChanged;
import io.clawhub.events.archive.HistoryPage;
import io.clawhub.events.archive.LoggedMessage;
import io.clawhub.events.archive.MessageState.Reaction;
import io.clawhub.events.archive.ReplayPage;
import io.clawhub.events.archive.ReplayRequest;
import io.clawhub.history.HistoryITBase;
import io.clawhub.history.HubLog;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

/** Edits, deletions and reactions, as pages and replays give them. */
@QuarkusTest
class ChangesIT extends HistoryITBase {

    private int changes;

    @Test
    void anEditSaysTheMessageAnewWhereItStands() {
        MessageAccepted first = say("first");
        say("second");
        MessageDetails details = new MessageDetails(null, null, List.of("all"), null, null, null);

        log.say(new MessageEdited(changeId(), "dc_" + id, first.messageId(), "a-" + id, text("anew"), details, all()));

        LoggedMessage edited = readAfterwards().getFirst();
        assertThat(edited.message().content()).isEqualTo(text("anew"));
        assertThat(edited.message().details()).isEqualTo(details);
        assertThat(edited.state().editedAt()).isAfter(edited.at());
        assertThat(edited.state().deletedAt()).isNull();
        assertThat(replay().getFirst()).isEqualTo(edited);
        assertThat(replay().get(1).state()).isNull();
    }

    @Test
    void theLastEditCountsAndARepeatOfAnEarlierOneChangesNothing() {
        MessageAccepted message = say("first");
        MessageEdited early = edit(message, "early");
        log.send(early);
        log.send(edit(message, "late"));
        log.say(early);
        assertThat(readAfterwards().getFirst().message().content()).isEqualTo(text("late"));

        log.say(early);

        assertThat(readAfterwards().getFirst().message().content()).isEqualTo(text("late"));
    }

    @Test
    void onlyItsSenderEditsAMessageAndOnlyInItsConversation() {
        MessageAccepted message = say("first");
        log.say(new MessageEdited(changeId(), "dc_" + id, message.messageId(), "b-" + id, text("forged"), null, all()));
        log.say(new MessageEdited(
                changeId(), "dc_x" + id, message.messageId(), "a-" + id, text("astray"), null, all()));

        assertThat(readAfterwards().getFirst().message().content()).isEqualTo(text("first"));
    }

    @Test
    void aDeletionIsForEver() {
        MessageAccepted message = say("first");
        log.send(edit(message, "before"));
        log.send(new MessageDeleted(changeId(), "dc_" + id, message.messageId(), "a-" + id, all()));
        log.say(edit(message, "with it"));
        log.say(edit(message, "after"));

        LoggedMessage deleted = readAfterwards().getFirst();
        assertThat(deleted.wasDeleted()).isTrue();
        assertThat(deleted.message().content()).isEqualTo(text(""));
        assertThat(deleted.message().messageId()).isEqualTo(message.messageId());
        assertThat(replay().getFirst().wasDeleted()).isTrue();
    }

    @Test
    void reactionsAreGatheredAndTakenBack() {
        MessageAccepted message = say("first");
        log.send(react(message, "a", "+1", true));
        log.send(react(message, "b", "+1", true));
        log.send(react(message, "b", "\u2600", true));
        log.send(react(message, "a", "-1", true));
        log.say(react(message, "a", "-1", false));

        assertThat(readAfterwards().getFirst().state().reactions())
                .containsExactly(
                        new Reaction("+1", List.of("a-" + id, "b-" + id)), new Reaction("\u2600", List.of("b-" + id)));

        log.say(react(message, "a", "+1", false));
        log.say(react(message, "b", "+1", false));

        assertThat(readAfterwards().getFirst().state().reactions())
                .containsExactly(new Reaction("\u2600", List.of("b-" + id)));
    }

    @Test
    void keepsSoManyReactionsToOneMessageAtMost() {
        MessageAccepted message = say("first");
        for (int i = 0; i < ChangeRows.MOST_REACTIONS; i++) {
            log.send(react(message, "b", "r" + i, true));
        }
        readAfterwards();
        log.say(react(message, "b", "one more", true));

        assertThat(readAfterwards().getFirst().state().reactions()).hasSize(ChangeRows.MOST_REACTIONS);
    }

    @Test
    void whatCannotBeAChangeIsADeadLetterAndStopsNothing() {
        MessageAccepted message = say("first");
        for (MessageChange impossible : List.of(
                react(message, "b", "", true),
                react(message, "b", "\u0000", true),
                new MessageDeleted(changeId(), "dc_" + id, null, "a-" + id, all()))) {
            log.raw(
                    io.clawhub.events.Topics.CHAT_EVENTS,
                    "dc_" + id,
                    EventHeaders.of(impossible),
                    EventJson.write(impossible));
        }

        assertThat(readAfterwards().getFirst().state()).isNull();
    }

    private String changeId() {
        return "chg_" + id + changes++;
    }

    private List<String> all() {
        return List.of("a-" + id, "b-" + id);
    }

    private static TextNode text(String text) {
        return TextNode.valueOf(text);
    }

    private MessageAccepted say(String text) {
        MessageAccepted message = HubLog.direct("dc_" + id, "a-" + id, "b-" + id, text);
        log.say(message);
        return message;
    }

    private MessageEdited edit(MessageAccepted message, String text) {
        return new MessageEdited(
                changeId(), "dc_" + id, message.messageId(), message.senderId(), text(text), null, all());
    }

    private ReactionChanged react(MessageAccepted message, String by, String reaction, boolean on) {
        return new ReactionChanged(changeId(), "dc_" + id, message.messageId(), by + "-" + id, reaction, on, all());
    }

    /** The conversation once everything said until now is stored. */
    private List<LoggedMessage> readAfterwards() {
        var last = log.say(HubLog.direct("dc_" + id, "a-" + id, "b-" + id, "last"));
        String page = ok("/api/conversations/dc_%s/messages?participant=b-%s&limit=500&positions=%d:%d"
                        .formatted(id, id, last.partition(), last.offset() + 1))
                .extract()
                .asString();
        return EventJson.readText(page, HistoryPage.class).messages();
    }

    private List<LoggedMessage> replay() {
        ReplayRequest request = new ReplayRequest("b-" + id, "phone", Map.of(), Map.of(), null, 500);
        String page = answered(() -> given().contentType("application/json")
                        .body(EventJson.write(request))
                        .post("/api/replay"))
                .statusCode(200)
                .extract()
                .asString();
        return EventJson.readText(page, ReplayPage.class).messages();
    }
}
