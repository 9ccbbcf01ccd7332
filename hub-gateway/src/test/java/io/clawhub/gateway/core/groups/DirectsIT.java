package io.clawhub.gateway.core.groups;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

import com.fasterxml.jackson.databind.node.TextNode;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.clawhub.events.Member;
import io.clawhub.gateway.core.Command.SendMessage;
import io.clawhub.gateway.core.GroupCommand.ClearDirect;
import io.clawhub.gateway.core.GroupCommand.CreateGroup;
import io.clawhub.gateway.core.GroupCommand.DescribeConversation;
import io.clawhub.gateway.core.GroupCommand.DissolveGroup;
import io.clawhub.gateway.core.GroupCommand.EditGroup;
import io.clawhub.gateway.core.GroupCommand.ListConversations;
import io.clawhub.gateway.core.GroupCommand.OpenDirect;
import io.clawhub.gateway.core.GroupCommand.Rules;
import io.clawhub.gateway.core.GroupReply.ConversationDescribed;
import io.clawhub.gateway.core.GroupReply.ConversationRead;
import io.clawhub.gateway.core.GroupReply.ConversationsListed;
import io.clawhub.gateway.core.GroupReply.Profile;
import io.clawhub.gateway.core.HubError;
import io.clawhub.gateway.core.Ids;
import io.clawhub.gateway.core.Reply;
import io.clawhub.gateway.core.Reply.Accepted;
import io.clawhub.gateway.core.connections.TestClient;
import io.clawhub.gateway.core.conversations.Conversation;
import io.clawhub.gateway.core.log.ChatEventTail;
import io.clawhub.standalone.testing.KafkaTestResource;
import io.clawhub.standalone.testing.PostgresTestResource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Direct conversations on request, and what groups say of themselves, on a real log and a real database. */
@QuarkusTest
@WithTestResource(KafkaTestResource.class)
@WithTestResource(PostgresTestResource.class)
@TestProfile(DirectsIT.WithKnownEnds.class)
class DirectsIT {

    /** A history that knows where conversations end, and nothing else. */
    public static final class WithKnownEnds implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("hub.history.url", "http://127.0.0.1:1", "hub.send.timeout", "PT25S");
        }

        @Override
        public Set<Class<?>> getEnabledAlternatives() {
            return Set.of(KnownLastSeqs.class);
        }
    }

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Inject
    GroupClients clients;

    @Inject
    ChatEventTail tail;

    @Inject
    KnownLastSeqs history;

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
    void whoeverOpensItGetsTheSameOne() {
        TestClient ann = client("ann");
        TestClient bob = client("bob");

        List<CompletableFuture<Reply>> asked = IntStream.range(0, 20)
                .mapToObj(i -> i % 2 == 0 ? ann.ask(new OpenDirect(run + "bob")) : bob.ask(new OpenDirect(run + "ann")))
                .toList();

        Set<Profile> profiles = new java.util.HashSet<>();
        for (CompletableFuture<Reply> one : asked) {
            ConversationDescribed direct = (ConversationDescribed) one.join();
            assertThat(direct.conversation().id()).isEqualTo(Ids.directConversationId(run + "ann", run + "bob"));
            profiles.add(direct.profile());
        }
        assertThat(profiles).singleElement().satisfies(profile -> assertThat(profile.openedAt())
                .isNotNull());
        assertThat(listed(bob)).singleElement().satisfies(one -> {
            assertThat(one.conversation().hasMember(run + "ann")).isTrue();
            assertThat(one.profile()).isEqualTo(profiles.iterator().next());
        });
    }

    @Test
    void oneMayTalkToOneself() {
        TestClient ann = client("ann");
        ConversationDescribed own = ann.get(ConversationDescribed.class, new OpenDirect(run + "ann"));

        assertThat(own.conversation().members())
                .extracting(Member::participantId)
                .containsExactly(run + "ann");
        assertThat(ann.get(Accepted.class, say(own.conversation().id())).conversationId())
                .isEqualTo(own.conversation().id());
    }

    @Test
    void whatIsClearedAwayComesBackWithTheNextMessageOrWhenItIsOpened() {
        TestClient ann = client("ann");
        TestClient bob = client("bob");
        Accepted said = ann.get(Accepted.class, new SendMessage(null, run + "bob", null, null, text(), false));
        String direct = said.conversationId();
        history.lastSeqs.put(direct, said.seq());
        await().atMost(PATIENCE).until(() -> tail.lastSeq(direct) >= said.seq());

        ann.get(Reply.Done.class, new ClearDirect(direct));

        assertThat(listed(ann)).isEmpty();
        assertThat(listed(bob)).hasSize(1);
        history.lastSeqs.put(direct, bob.get(Accepted.class, say(direct)).seq());
        assertThat(listed(ann)).hasSize(1);

        await().atMost(PATIENCE).until(() -> tail.lastSeq(direct) >= history.lastSeqs.get(direct));
        ann.get(Reply.Done.class, new ClearDirect(direct));
        assertThat(listed(ann)).isEmpty();
        ann.get(ConversationDescribed.class, new OpenDirect(run + "bob"));
        assertThat(listed(ann)).hasSize(1);
    }

    @Test
    void onlyOnesOwnDirectConversationsAreCleared() {
        TestClient ann = client("ann");
        ConversationDescribed direct = ann.get(ConversationDescribed.class, new OpenDirect(run + "bob"));
        String group = ann.get(ConversationRead.class, new CreateGroup(null, "crew", List.of()))
                .conversation()
                .id();

        assertThat(ann.refusal(new ClearDirect(group))).isEqualTo(HubError.CONFLICT);
        assertThat(client("eve").refusal(new ClearDirect(direct.conversation().id())))
                .isEqualTo(HubError.NOT_A_PARTY);
        assertThat(ann.refusal(new ClearDirect("dc_none"))).isEqualTo(HubError.CHANNEL_NOT_FOUND);
    }

    @Test
    void aGroupSaysWhatItIsForUntilItIsDissolved() {
        TestClient ann = client("ann");
        TestClient bob = client("bob");
        String group = ann.get(
                        ConversationRead.class,
                        new CreateGroup(null, "crew", List.of(run + "bob"), "/media/a.png", "for tea"))
                .conversation()
                .id();

        Profile first = described(bob, group, Rules.MEMBERS).profile();
        assertThat(first.avatar()).isEqualTo("/media/a.png");
        assertThat(first.description()).isEqualTo("for tea");
        assertThat(first.createdBy()).isEqualTo(run + "ann");
        assertThat(first.memberCount()).isEqualTo(2);

        ConversationDescribed edited =
                ann.get(ConversationDescribed.class, new EditGroup(group, "the crew", null, "", Rules.OWNER));
        assertThat(edited.conversation().name()).isEqualTo("the crew");
        assertThat(edited.profile()).isEqualTo(new Profile("/media/a.png", null, run + "ann", first.openedAt(), 2));
        assertThat(bob.refusal(new EditGroup(group, "mine", null, null, Rules.OWNER)))
                .isEqualTo(HubError.ACCESS_DENIED);
        assertThat(bob.refusal(new EditGroup(group, null, null, "x".repeat(201), Rules.MEMBERS)))
                .isEqualTo(HubError.MESSAGE_TOO_LARGE);
        assertThat(client("eve").refusal(new DescribeConversation(group, Rules.OWNER)))
                .isEqualTo(HubError.NOT_A_PARTY);
        assertThat(described(client("admin"), group, Rules.ADMINISTRATOR).profile())
                .isEqualTo(edited.profile());

        assertThat(bob.refusal(new DissolveGroup(group))).isEqualTo(HubError.ACCESS_DENIED);
        Conversation over =
                ann.get(ConversationRead.class, new DissolveGroup(group)).conversation();
        assertThat(over.status().isOver()).isTrue();
        assertThat(bob.refusal(say(group))).isEqualTo(HubError.CHANNEL_ENDED);
        assertThat(listed(bob)).singleElement().satisfies(one -> assertThat(
                        one.conversation().status().isOver())
                .isTrue());
    }

    private static ConversationDescribed described(TestClient client, String group, Rules rules) {
        return client.get(ConversationDescribed.class, new DescribeConversation(group, rules));
    }

    private static List<ConversationDescribed> listed(TestClient client) {
        return client.get(ConversationsListed.class, new ListConversations(500)).described();
    }

    private static TextNode text() {
        return TextNode.valueOf("hi");
    }

    private static SendMessage say(String conversationId) {
        return new SendMessage(null, null, null, conversationId, text(), false);
    }

    private TestClient client(String id) {
        return clients.of(id);
    }
}
