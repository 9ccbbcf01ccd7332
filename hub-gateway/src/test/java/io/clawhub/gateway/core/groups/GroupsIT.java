package io.clawhub.gateway.core.groups;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

import com.fasterxml.jackson.databind.node.TextNode;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.clawhub.events.ConversationChanged;
import io.clawhub.events.ConversationKind;
import io.clawhub.events.ConversationOpened;
import io.clawhub.events.ConversationStatus;
import io.clawhub.events.Member;
import io.clawhub.events.MemberJoined;
import io.clawhub.events.MemberLeft;
import io.clawhub.events.MessageAccepted;
import io.clawhub.events.Provenance;
import io.clawhub.gateway.core.Command.SendMessage;
import io.clawhub.gateway.core.GroupCommand;
import io.clawhub.gateway.core.GroupCommand.AddMembers;
import io.clawhub.gateway.core.GroupCommand.CreateGroup;
import io.clawhub.gateway.core.GroupCommand.ListConversations;
import io.clawhub.gateway.core.GroupCommand.ReadMembers;
import io.clawhub.gateway.core.GroupCommand.RemoveMembers;
import io.clawhub.gateway.core.GroupCommand.RenameGroup;
import io.clawhub.gateway.core.GroupReply.ConversationRead;
import io.clawhub.gateway.core.GroupReply.ConversationsListed;
import io.clawhub.gateway.core.HubError;
import io.clawhub.gateway.core.Push;
import io.clawhub.gateway.core.Push.GroupChanged;
import io.clawhub.gateway.core.Push.MessageArrived;
import io.clawhub.gateway.core.Reply.Accepted;
import io.clawhub.gateway.core.calls.ServicesIT;
import io.clawhub.gateway.core.connections.TestClient;
import io.clawhub.gateway.core.conversations.Conversation;
import io.clawhub.gateway.core.log.EventLog;
import io.clawhub.gateway.core.outbox.DatabaseContext;
import io.clawhub.standalone.testing.KafkaTestResource;
import io.clawhub.standalone.testing.PostgresTestResource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Groups on a real log and a real database, without a wire. */
@QuarkusTest
@WithTestResource(KafkaTestResource.class)
@WithTestResource(PostgresTestResource.class)
@TestProfile(ServicesIT.WithoutHistory.class)
class GroupsIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Inject
    GroupClients clients;

    @Inject
    EventLog log;

    @Inject
    GroupStore store;

    private String run;

    @BeforeEach
    void ready() {
        run = clients.ready();
    }

    @AfterEach
    void close() {
        clients.close();
    }

    @Test
    void aGroupIsOpenedTalkedInRenamedAndLeft() {
        TestClient ann = client("ann");
        TestClient bob = client("bob");

        Conversation group = read(ann, new CreateGroup(null, "crew", List.of(run + "bob", run + "later")));

        assertThat(group.id()).matches("gc_[0-9a-f]{32}");
        assertThat(group.inRole(Conversation.OWNER)).isEqualTo(run + "ann");
        assertThat(hears(bob, ConversationOpened.class).group()).isEqualTo(group);
        assertThat(hears(ann, ConversationOpened.class).group().name()).isEqualTo("crew");
        assertThat(ann.get(Accepted.class, say(group.id(), "hello")).conversationId())
                .isEqualTo(group.id());
        MessageAccepted hello = message(bob);
        assertThat(hello.kind()).isEqualTo(ConversationKind.GROUP);
        bob.get(Accepted.class, say(group.id(), "hello yourself"));
        assertThat(message(ann).content().asText()).isEqualTo("hello yourself");

        assertThat(read(bob, new RenameGroup(group.id(), "the crew")).name()).isEqualTo("the crew");
        GroupChanged renamed = hears(ann, ConversationChanged.class);
        assertThat(((ConversationChanged) renamed.event()).byParticipantId()).isEqualTo(run + "bob");
        assertThat(renamed.group().name()).isEqualTo("the crew");
        hears(bob, ConversationChanged.class);

        TestClient late = client("late");
        read(bob, new AddMembers(group.id(), List.of(run + "late", run + "bob")));
        GroupChanged joined = hears(late, MemberJoined.class);
        assertThat(joined.group().name()).isEqualTo("the crew");
        assertThat(joined.group().others(run + "late")).contains(run + "ann", run + "bob", run + "later");
        late.get(Accepted.class, say(group.id(), "hi all"));
        assertThat(message(ann).content().asText()).isEqualTo("hi all");
        assertThat(message(bob).content().asText()).isEqualTo("hi all");

        Conversation left = read(ann, new RemoveMembers(group.id(), List.of(run + "ann")));
        assertThat(left.inRole(Conversation.OWNER)).isEqualTo(run + "bob");
        assertThat(((MemberLeft) hears(bob, MemberLeft.class).event()).participantId())
                .isEqualTo(run + "ann");
        hears(ann, MemberLeft.class);
        assertThat(ann.refusal(say(group.id(), "one more thing"))).isEqualTo(HubError.NOT_A_PARTY);
        assertThat(late.refusal(new RemoveMembers(group.id(), List.of(run + "later"))))
                .isEqualTo(HubError.ACCESS_DENIED);

        read(bob, new RemoveMembers(group.id(), List.of(run + "late", run + "later")));
        Conversation over = read(bob, new RemoveMembers(group.id(), List.of(run + "bob")));
        assertThat(over.status()).isEqualTo(ConversationStatus.ENDED);
        assertThat(bob.refusal(new AddMembers(group.id(), List.of(run + "bob"))))
                .isEqualTo(HubError.NOT_A_PARTY);
    }

    @Test
    void theSameKeyIsTheSameGroup() {
        TestClient ann = client("ann");
        TestClient bob = client("bob");
        Conversation group = read(ann, new CreateGroup("k", "crew", List.of(run + "bob")));

        assertThat(read(ann, new CreateGroup("k", "another", List.of()))).isEqualTo(group);
        assertThat(read(bob, new CreateGroup("k", "crew", List.of())).id()).isNotEqualTo(group.id());
        read(ann, new RemoveMembers(group.id(), List.of(run + "ann")));
        assertThat(ann.refusal(new CreateGroup("k", "crew", List.of()))).isEqualTo(HubError.NOT_A_PARTY);
        read(bob, new RemoveMembers(group.id(), List.of(run + "bob")));
        assertThat(ann.refusal(new CreateGroup("k", "crew", List.of()))).isEqualTo(HubError.CHANNEL_ENDED);
    }

    @Test
    void whatCannotBeIsRefused() {
        TestClient ann = client("ann");
        TestClient bob = client("bob");
        Conversation group = read(ann, new CreateGroup(null, "crew", List.of()));

        assertThat(bob.refusal(new AddMembers(group.id(), List.of(run + "bob"))))
                .isEqualTo(HubError.NOT_A_PARTY);
        assertThat(bob.refusal(new ReadMembers(group.id()))).isEqualTo(HubError.NOT_A_PARTY);
        assertThat(bob.refusal(new RenameGroup("gc_nowhere", "x"))).isEqualTo(HubError.CHANNEL_NOT_FOUND);
        assertThat(bob.refusal(new ReadMembers("gc_nowhere"))).isEqualTo(HubError.CHANNEL_NOT_FOUND);
        assertThat(ann.refusal(new RenameGroup(group.id(), "x".repeat(201)))).isEqualTo(HubError.MESSAGE_TOO_LARGE);
        assertThat(ann.refusal(new RenameGroup(group.id(), "a\u0000"))).isEqualTo(HubError.INVALID_TEXT);
        assertThat(ann.refusal(new RenameGroup(group.id(), " "))).isEqualTo(HubError.MISSING_FIELDS);
        assertThat(ann.refusal(new AddMembers(group.id(), List.of("a\n")))).isEqualTo(HubError.INVALID_ID);
        assertThat(ann.refusal(new AddMembers(group.id(), List.of()))).isEqualTo(HubError.MISSING_FIELDS);
        List<String> tooMany = IntStream.range(0, 257).mapToObj(i -> run + i).toList();
        assertThat(ann.refusal(new AddMembers(group.id(), tooMany))).isEqualTo(HubError.GROUP_FULL);
        assertThat(ann.refusal(new CreateGroup(null, "crowd", tooMany))).isEqualTo(HubError.GROUP_FULL);
        assertThat(read(ann, new ReadMembers(group.id()))).isEqualTo(group);
    }

    @Test
    void changesAtOnceHaveOneOrderThatEverybodySees() {
        TestClient ann = client("ann");
        TestClient bob = client("bob");
        Conversation group = read(ann, new CreateGroup(null, "crew", List.of(run + "bob")));
        hears(bob, ConversationOpened.class);

        for (int i = 0; i < 20; i++) {
            String other = run + "o" + i;
            List<CompletableFuture<?>> changes = List.of(
                    ann.ask(new AddMembers(group.id(), List.of(run + "n" + i, run + "same"))),
                    bob.ask(new AddMembers(group.id(), List.of(run + "n" + i, run + "m" + i))),
                    // As another gateway would: this one learns of it by the log alone.
                    store.change(group.id(), now -> now.adding(run + "ann", List.of(other), DatabaseContext.now()))
                            .subscribeAsCompletionStage());
            changes.forEach(CompletableFuture::join);
        }

        int members = 2 + 20 + 20 + 20 + 1;
        await().atMost(PATIENCE)
                .until(() -> read(bob, new ReadMembers(group.id())).members().size() == members);
        Conversation after = read(bob, new ReadMembers(group.id()));
        assertThat(after.version()).isEqualTo(1 + 61);
        for (int version = 2; version <= 62; version++) {
            GroupChanged heard = hears(bob, MemberJoined.class);
            assertThat(((MemberJoined) heard.event()).changeId()).isEqualTo("chg_" + group.id() + "_" + version);
            assertThat(heard.group().members()).hasSize(version + 1);
        }
        await().atMost(PATIENCE)
                .until(() -> read(ann, new ReadMembers(group.id())).equals(after));
    }

    @Test
    void whoWasAddedElsewhereMaySpeakAtOnce() {
        TestClient ann = client("ann");
        TestClient late = client("late");
        Conversation group = read(ann, new CreateGroup(null, "crew", List.of(run + "bob")));
        ann.get(Accepted.class, say(group.id(), "remembered now"));

        for (int i = 0; i < 10; i++) {
            change(group, now -> now.adding(run + "bob", List.of(run + "late"), DatabaseContext.now()));
            late.get(Accepted.class, say(group.id(), "here I am"));
            change(group, now -> now.removing(run + "ann", List.of(run + "late"), DatabaseContext.now()));
        }
    }

    @Test
    void aRepeatOfTheOutboxIsHarmless() {
        TestClient ann = client("ann");
        Conversation group = read(ann, new CreateGroup(null, "crew", List.of(run + "bob")));
        read(ann, new AddMembers(group.id(), List.of(run + "carl")));
        MemberJoined joined = (MemberJoined) hears(ann, MemberJoined.class).event();
        read(ann, new RemoveMembers(group.id(), List.of(run + "carl")));
        hears(ann, MemberLeft.class);

        log.append(joined).join();
        read(ann, new RenameGroup(group.id(), "still crew"));

        assertThat(nextChange(ann).event()).isInstanceOf(ConversationChanged.class);
        assertThat(read(ann, new ReadMembers(group.id())).hasMember(run + "carl"))
                .isFalse();
    }

    @Test
    void whoHasJustJoinedHearsWhatWasAddressedBefore() {
        TestClient ann = client("ann");
        TestClient late = client("late");
        TestClient gone = client("gone");
        Conversation group = read(ann, new CreateGroup(null, "crew", List.of(run + "gone")));
        read(ann, new AddMembers(group.id(), List.of(run + "late")));
        read(ann, new RemoveMembers(group.id(), List.of(run + "gone")));
        hears(gone, MemberLeft.class);

        // As a gateway would write it that has not read of the changes yet.
        MessageAccepted stale = new MessageAccepted(
                "msg_" + run,
                null,
                group.id(),
                ConversationKind.GROUP,
                run + "ann",
                List.of(run + "ann", run + "gone"),
                null,
                TextNode.valueOf("hi"),
                new Provenance("test", "open", null));
        log.append(stale).join();

        assertThat(message(late).messageId()).isEqualTo("msg_" + run);
        read(ann, new AddMembers(group.id(), List.of(run + "gone")));
        hears(gone, MemberJoined.class);
    }

    @Test
    void conversationsOfEveryKindAreListedNewestFirst() {
        TestClient ann = client("ann");
        String direct = ann.get(
                        Accepted.class, new SendMessage(null, run + "bob", null, null, TextNode.valueOf("hi"), false))
                .conversationId();
        Conversation first = read(ann, new CreateGroup(null, "first", List.of(run + "bob")));
        Conversation second = read(ann, new CreateGroup(null, "second", List.of()));

        List<Conversation> all =
                ann.get(ConversationsListed.class, new ListConversations(500)).conversations();

        assertThat(all).extracting(Conversation::id).containsExactly(second.id(), first.id(), direct);
        assertThat(all.subList(0, 2)).containsExactly(second, first);
        assertThat(all.getLast().members()).extracting(Member::participantId).containsExactly(run + "ann", run + "bob");
        assertThat(read(ann, new ReadMembers(direct)).kind()).isEqualTo(ConversationKind.DIRECT);
        assertThat(ann.get(ConversationsListed.class, new ListConversations(1)).conversations())
                .containsExactly(second);
    }

    private void change(
            Conversation group, java.util.function.Function<Group, List<io.clawhub.events.ChatEvent>> decision) {
        store.change(group.id(), decision).await().atMost(PATIENCE);
    }

    private static SendMessage say(String conversationId, String text) {
        return new SendMessage(null, null, null, conversationId, TextNode.valueOf(text), false);
    }

    private static Conversation read(TestClient client, GroupCommand command) {
        return client.get(ConversationRead.class, command).conversation();
    }

    /** The next change of this kind; whatever else comes is passed over. */
    private static GroupChanged hears(TestClient client, Class<?> event) {
        while (true) {
            GroupChanged change = nextChange(client);
            if (event.isInstance(change.event())) {
                return change;
            }
        }
    }

    private static GroupChanged nextChange(TestClient client) {
        while (true) {
            if (client.next(Push.class) instanceof GroupChanged change) {
                return change;
            }
        }
    }

    private static MessageAccepted message(TestClient client) {
        while (true) {
            if (client.next(Push.class) instanceof MessageArrived arrived) {
                return arrived.logged().message();
            }
        }
    }

    private TestClient client(String id) {
        return clients.of(id);
    }
}
