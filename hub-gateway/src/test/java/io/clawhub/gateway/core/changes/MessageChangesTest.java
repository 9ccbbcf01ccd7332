package io.clawhub.gateway.core.changes;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import com.fasterxml.jackson.databind.node.TextNode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.clawhub.events.ConversationKind;
import io.clawhub.events.ConversationStatus;
import io.clawhub.events.Member;
import io.clawhub.events.MessageDeleted;
import io.clawhub.events.MessageDetails;
import io.clawhub.events.MessageEdited;
import io.clawhub.events.ReactionChanged;
import io.clawhub.events.archive.FoundMessage;
import io.clawhub.gateway.TestConfig;
import io.clawhub.gateway.core.Caller;
import io.clawhub.gateway.core.HubError;
import io.clawhub.gateway.core.MessageCommand;
import io.clawhub.gateway.core.MessageCommand.DeleteMessage;
import io.clawhub.gateway.core.MessageCommand.EditMessage;
import io.clawhub.gateway.core.MessageCommand.React;
import io.clawhub.gateway.core.Reply;
import io.clawhub.gateway.core.connections.TestClient;
import io.clawhub.gateway.core.conversations.Conversation;
import io.clawhub.gateway.core.conversations.ConversationDirectoryAccess;
import io.clawhub.gateway.core.conversations.InMemoryConversationStore;
import io.clawhub.gateway.core.history.FakeHistoryLookup;
import io.clawhub.gateway.core.history.ParticipantHistoryAccess;
import io.clawhub.gateway.core.log.InMemoryEventLog;

import static org.assertj.core.api.Assertions.assertThat;

class MessageChangesTest {

    private static final TextNode TEXT = TextNode.valueOf("anew");
    private static final Instant AT = Instant.parse("2026-01-02T03:04:05.678901Z");

    private final InMemoryConversationStore conversations = new InMemoryConversationStore();
    private final InMemoryEventLog log = new InMemoryEventLog();
    private final FakeHistoryLookup history = new FakeHistoryLookup();
    private final MessageChanges changes = new MessageChanges(
            ParticipantHistoryAccess.over(history),
            ConversationDirectoryAccess.over(conversations),
            log,
            TestConfig.with(Map.of("hub.send.max-content-bytes", "100")));

    @BeforeEach
    void aGroupAndADirectConversation() {
        group("gc_1", ConversationStatus.ACTIVE, "owner", "ann", "bob", "new");
        conversations.conversations.put(
                "dc_1",
                new Conversation(
                        "dc_1",
                        ConversationKind.DIRECT,
                        null,
                        List.of(new Member("ann", "member"), new Member("bob", "member"))));
        history.seen("msg_g", "gc_1", ConversationKind.GROUP, "ann", List.of("owner", "ann", "bob", "gone"));
        history.seen("msg_d", "dc_1", ConversationKind.DIRECT, "ann", List.of("ann", "bob"));
    }

    @Test
    void theSenderEditsAndWhoIsInTheGroupNowHearsOfIt() {
        MessageDetails details = new MessageDetails(null, null, List.of("bob"), null, null, null);

        ask("ann", new EditMessage("k", "msg_g", TEXT, details));

        assertThat(log.events).singleElement().isInstanceOfSatisfying(MessageEdited.class, edit -> {
            assertThat(edit.changeId()).matches("chg_[0-9a-f]{32}");
            assertThat(edit.conversationId()).isEqualTo("gc_1");
            assertThat(edit.messageId()).isEqualTo("msg_g");
            assertThat(edit.byParticipantId()).isEqualTo("ann");
            assertThat(edit.content()).isEqualTo(TEXT);
            assertThat(edit.details()).isEqualTo(details);
            assertThat(edit.audience()).containsExactly("owner", "ann", "bob", "new");
        });
    }

    @Test
    void nobodyElseEdits() {
        assertThat(refusal("owner", new EditMessage(null, "msg_g", TEXT, null))).isEqualTo(HubError.ACCESS_DENIED);
        assertThat(refusal("bob", new EditMessage(null, "msg_d", TEXT, null))).isEqualTo(HubError.ACCESS_DENIED);
    }

    @Test
    void theSenderAndTheOwnerOfItsGroupDelete() {
        ask("ann", new DeleteMessage(null, "msg_g"));
        ask("owner", new DeleteMessage(null, "msg_g"));
        ask("ann", new DeleteMessage(null, "msg_d"));

        assertThat(log.events).hasSize(3).allSatisfy(event -> assertThat(event).isInstanceOf(MessageDeleted.class));
        assertThat(refusal("bob", new DeleteMessage(null, "msg_g"))).isEqualTo(HubError.ACCESS_DENIED);
        assertThat(refusal("bob", new DeleteMessage(null, "msg_d"))).isEqualTo(HubError.ACCESS_DENIED);
    }

    @Test
    void whoeverSeesAMessageReacts() {
        ask("bob", new React(null, "msg_d", "+1", false));

        assertThat(log.events).singleElement().isInstanceOfSatisfying(ReactionChanged.class, reaction -> {
            assertThat(reaction.byParticipantId()).isEqualTo("bob");
            assertThat(reaction.reaction()).isEqualTo("+1");
            assertThat(reaction.on()).isFalse();
            assertThat(reaction.audience()).containsExactly("ann", "bob");
        });
    }

    @Test
    void theSameKeyIsTheSameChangeOfOneMessageByOneParticipant() {
        ask("ann", new DeleteMessage("k", "msg_g"));
        ask("ann", new DeleteMessage("k", "msg_g"));
        ask("owner", new DeleteMessage("k", "msg_g"));
        ask("ann", new DeleteMessage("k", "msg_d"));
        ask("ann", new DeleteMessage(null, "msg_g"));
        ask("ann", new DeleteMessage(null, "msg_g"));

        List<String> ids = log.events.stream()
                .map(event -> ((MessageDeleted) event).changeId())
                .toList();
        assertThat(ids.get(0)).isEqualTo(ids.get(1));
        assertThat(ids.stream().distinct()).hasSize(5);
    }

    @Test
    void whatIsNotSeenOrDeletedCannotBeChanged() {
        history.found.put(
                "msg_x",
                new FoundMessage("msg_x", "dc_1", ConversationKind.DIRECT, 9, AT, "ann", List.of("ann", "bob"), AT));

        assertThat(refusal("ann", new DeleteMessage(null, "msg_none"))).isEqualTo(HubError.MESSAGE_NOT_FOUND);
        assertThat(refusal("ann", new EditMessage(null, "msg_x", TEXT, null))).isEqualTo(HubError.MESSAGE_NOT_FOUND);
        assertThat(refusal("bob", new React(null, "msg_x", "+1", true))).isEqualTo(HubError.MESSAGE_NOT_FOUND);
        assertThat(log.events).isEmpty();
        // Once more does no harm, and whoever repeats it learns that it is done.
        ask("ann", new DeleteMessage(null, "msg_x"));
    }

    @Test
    void whoLeftAndWhatIsOverStays() {
        assertThat(refusal("gone", new React(null, "msg_g", "+1", true))).isEqualTo(HubError.NOT_A_PARTY);
        group("gc_2", ConversationStatus.ENDED, "owner", "ann");
        history.seen("msg_e", "gc_2", ConversationKind.GROUP, "ann", List.of("owner", "ann"));
        assertThat(refusal("ann", new DeleteMessage(null, "msg_e"))).isEqualTo(HubError.CHANNEL_ENDED);
    }

    @Test
    void limitsAreThoseOfASend() {
        assertThat(refusal("ann", new EditMessage(null, "msg_g", TextNode.valueOf("x".repeat(101)), null)))
                .isEqualTo(HubError.MESSAGE_TOO_LARGE);
        assertThat(refusal("ann", new EditMessage(null, "msg_g", TextNode.valueOf("\u0000"), null)))
                .isEqualTo(HubError.INVALID_TEXT);
        assertThat(refusal("ann", new React(null, "msg_g", "x".repeat(65), true)))
                .isEqualTo(HubError.MESSAGE_TOO_LARGE);
        assertThat(refusal("ann", new React("", "msg_g", "x", true))).isEqualTo(HubError.INVALID_ID);
        assertThat(log.events).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\t"})
    void aReactionIsNotBlank(String reaction) {
        assertThat(refusal("ann", new React(null, "msg_g", reaction, true))).isEqualTo(HubError.MISSING_FIELDS);
    }

    @Test
    void whileHistoryOrTheLogIsAwayTheCallerMayRetry() {
        log.full = true;
        assertThat(refusal("ann", new DeleteMessage(null, "msg_g"))).isEqualTo(HubError.LOG_UNAVAILABLE);
        log.full = false;
        log.stalled = true;
        assertThat(refusal("ann", new DeleteMessage(null, "msg_g"))).isEqualTo(HubError.LOG_UNAVAILABLE);
        log.stalled = false;
        history.down = true;
        assertThat(refusal("ann", new DeleteMessage(null, "msg_g"))).isEqualTo(HubError.HISTORY_UNAVAILABLE);
        assertThat(HubError.HISTORY_UNAVAILABLE.retryable()).isTrue();
    }

    private void group(String id, ConversationStatus status, String... members) {
        List<Member> all = new ArrayList<>();
        for (String member : members) {
            all.add(new Member(member, member.equals("owner") ? Conversation.OWNER : Conversation.MEMBER));
        }
        conversations.conversations.put(id, Conversation.group(id, status, "tea", all, 1));
    }

    private void ask(String participantId, MessageCommand command) {
        assertThat(asked(participantId, command).join()).isEqualTo(new Reply.Done());
    }

    private HubError refusal(String participantId, MessageCommand command) {
        return TestClient.refusal(asked(participantId, command));
    }

    private CompletableFuture<Reply> asked(String participantId, MessageCommand command) {
        Caller caller = new Caller(participantId, "phone", "test", Caller.Authentication.OPEN, null);
        return changes.handle(caller, null, command).subscribeAsCompletionStage();
    }
}
