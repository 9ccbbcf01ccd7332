package io.clawhub.gateway.core.groups;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
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

import io.clawhub.events.ConversationKind;
import io.clawhub.events.MemberJoined;
import io.clawhub.events.MemberLeft;
import io.clawhub.events.MessageAccepted;
import io.clawhub.events.Provenance;
import io.clawhub.gateway.core.Command.SendMessage;
import io.clawhub.gateway.core.GroupCommand.AddMembers;
import io.clawhub.gateway.core.GroupCommand.CreateGroup;
import io.clawhub.gateway.core.GroupCommand.DissolveGroup;
import io.clawhub.gateway.core.GroupCommand.ListConversations;
import io.clawhub.gateway.core.GroupCommand.ListMembers;
import io.clawhub.gateway.core.GroupCommand.RemoveMembers;
import io.clawhub.gateway.core.GroupCommand.RenameGroup;
import io.clawhub.gateway.core.GroupReply.ConversationDescribed;
import io.clawhub.gateway.core.GroupReply.ConversationRead;
import io.clawhub.gateway.core.GroupReply.ConversationsListed;
import io.clawhub.gateway.core.GroupReply.MembersListed;
import io.clawhub.gateway.core.HubError;
import io.clawhub.gateway.core.Push;
import io.clawhub.gateway.core.Push.GroupChanged;
import io.clawhub.gateway.core.Push.MessageArrived;
import io.clawhub.gateway.core.Reply.Accepted;
import io.clawhub.gateway.core.calls.ServicesIT;
import io.clawhub.gateway.core.connections.TestClient;
import io.clawhub.gateway.core.conversations.Conversation;
import io.clawhub.gateway.core.log.EventLog;
import io.clawhub.standalone.testing.KafkaTestResource;
import io.clawhub.standalone.testing.PostgresTestResource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Groups whose events name nobody, on a real log and a real database, without a wire. */
@QuarkusTest
@WithTestResource(KafkaTestResource.class)
@WithTestResource(PostgresTestResource.class)
@TestProfile(ServicesIT.WithoutHistory.class)
class LargeGroupsIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int BATCH = 250;

    @Inject
    GroupClients clients;

    @Inject
    EventLog log;

    @Inject
    GroupStore store;

    @Inject
    LargeGroups large;

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
    void ofAThousandMembersThoseWhoAreHereHearEverythingOnce() {
        List<TestClient> early =
                IntStream.range(0, 25).mapToObj(i -> client("m" + i)).toList();
        String group = grown(1_000);
        List<TestClient> here = new ArrayList<>(early);
        IntStream.range(25, 50).mapToObj(i -> client("m" + i)).forEach(here::add);
        TestClient stranger = client("stranger");
        await().atMost(PATIENCE).until(() -> isHere(group, 50));

        List<String> said = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            said.add(here.get(i).get(Accepted.class, say(group, "hi " + i)).messageId());
        }

        for (int i = 0; i < here.size(); i++) {
            List<String> heard = said;
            if (i < 20) {
                heard = new ArrayList<>(said);
                heard.remove(i);
            }
            assertThat(messages(here.get(i), heard.size()))
                    .extracting(MessageAccepted::messageId)
                    .containsExactlyElementsOf(heard);
        }
        assertThat(messages(stranger, 0)).isEmpty();
        assertThat(here.getFirst()
                        .ask(say(group, "named by none"))
                        .thenApply(reply -> ((Accepted) reply).delivered())
                        .join())
                .isFalse();
        assertThat(messages(here.getLast(), 1).getFirst().audience()).isEmpty();
    }

    @Test
    void whoComesAndGoesHearsWhatWasSaidMeanwhile() {
        TestClient owner = client("owner");
        String group = grown(300);
        TestClient member = client("m1");
        TestClient late = client("late");
        await().atMost(PATIENCE).until(() -> isHere(group, 1));

        owner.get(Accepted.class, say(group, "without late"));
        owner.get(ConversationRead.class, new AddMembers(group, List.of(run + "late")));
        assertThat(change(late, MemberJoined.class).isWhole()).isFalse();
        assertThat(joining(owner, "late").audience()).isEmpty();
        owner.get(Accepted.class, say(group, "with late"));
        assertThat(text(messages(late, 1).getFirst())).isEqualTo("with late");
        late.get(ConversationRead.class, new RemoveMembers(group, List.of(run + "late")));
        change(late, MemberLeft.class);
        assertThat(late.refusal(say(group, "gone"))).isEqualTo(HubError.NOT_A_PARTY);
        owner.get(Accepted.class, say(group, "without late again"));
        owner.get(ConversationRead.class, new RenameGroup(group, "another name"));

        // Whoever neither came nor went heard of neither, and of the name.
        assertThat(messages(member, 3)).extracting(LargeGroupsIT::text).doesNotContain("gone");
        GroupChanged renamed = (GroupChanged) member.pushes.stream()
                .filter(GroupChanged.class::isInstance)
                .reduce((first, last) -> last)
                .orElseGet(() -> member.next(GroupChanged.class));
        assertThat(renamed.group().name()).isEqualTo("another name");
        assertThat(messages(late, 0)).isEmpty();
        owner.get(ConversationRead.class, new DissolveGroup(group));
        assertThat(owner.refusal(say(group, "over"))).isEqualTo(HubError.CHANNEL_ENDED);
    }

    @Test
    void overTheBorderAndBackNothingIsLostAndNothingComesTwice() {
        TestClient owner = client("owner");
        List<TestClient> here =
                IntStream.range(0, 5).mapToObj(i -> client("m" + i)).toList();
        String group = grown(255);
        CompletableFuture<?> moving = CompletableFuture.runAsync(() -> {
            for (int round = 0; round < 10; round++) {
                List<String> some = ids("x" + round + "-", 4);
                owner.get(ConversationRead.class, new AddMembers(group, some));
                owner.get(ConversationRead.class, new RemoveMembers(group, some));
            }
        });
        TestClient speaker = client("m200");
        List<String> said = new ArrayList<>();
        int largeOnes = 0;
        while (!moving.isDone() || said.size() < 50) {
            said.add(speaker.get(Accepted.class, say(group, "n" + said.size())).messageId());
        }
        moving.join();

        for (TestClient client : here) {
            List<MessageAccepted> heard = messages(client, said.size());
            assertThat(heard).extracting(MessageAccepted::messageId).containsExactlyElementsOf(said);
            largeOnes =
                    (int) heard.stream().filter(one -> one.audience().isEmpty()).count();
        }
        assertThat(largeOnes).isBetween(1, said.size() - 1);
    }

    @Test
    void whatAGatewayWroteThatHadNotReadOfTheChangeReachesTheRightOnes() {
        TestClient first = client("m1");
        String group = grown(256);
        TestClient last = client("m2");
        change(List.of("late"), group);
        await().atMost(PATIENCE).until(() -> isHere(group, 2));

        // One still thinks that it is small, the other, after it shrank, still that it is large.
        append(group, "a", List.of(run + "m1", run + "m2", run + "m3"));
        store.change(group, now -> now.removing(run + "owner", List.of(run + "late"), Instant.now()))
                .await()
                .atMost(PATIENCE);
        append(group, "b", List.of());

        assertThat(messages(first, 2)).extracting(MessageAccepted::messageId).containsExactly(id("a"), id("b"));
        assertThat(messages(last, 2)).extracting(MessageAccepted::messageId).containsExactly(id("a"), id("b"));
    }

    @Test
    void itsMembersAreReadInPagesAndLeftOutOfLists() {
        TestClient owner = client("owner");
        String group = grown(300);

        MembersListed first = owner.get(MembersListed.class, new ListMembers(group, 0, 100));
        MembersListed last = owner.get(MembersListed.class, new ListMembers(group, 200, 1_000));
        assertThat(first.members()).hasSize(100);
        assertThat(first.hasMore()).isTrue();
        assertThat(last.members()).hasSize(100);
        assertThat(last.hasMore()).isFalse();
        ConversationDescribed listed = owner.get(ConversationsListed.class, new ListConversations(10))
                .described()
                .getFirst();
        assertThat(listed.isCut()).isTrue();
        assertThat(listed.profile().memberCount()).isEqualTo(300);
        assertThat(listed.profile().createdBy()).isEqualTo(run + "owner");
    }

    /** A group of so many: the owner and m0, m1 …. */
    private String grown(int size) {
        TestClient owner = client("owner");
        Conversation group = owner.get(ConversationRead.class, new CreateGroup(null, "crowd", List.of()))
                .conversation();
        for (int from = 0; from < size - 1; from += BATCH) {
            int end = Math.min(size - 1, from + BATCH);
            change(IntStream.range(from, end).mapToObj(i -> "m" + i).toList(), group.id());
        }
        // It was changed as another gateway would: this one learns of it by the log.
        await().atMost(PATIENCE).until(() -> !owner.get(MembersListed.class, new ListMembers(group.id(), size - 1, 1))
                .members()
                .isEmpty());
        return group.id();
    }

    private void change(List<String> added, String group) {
        List<String> all = added.stream().map(id -> run + id).toList();
        store.change(group, now -> now.adding(run + "owner", all, Instant.now()))
                .onFailure()
                .retry()
                .atMost(20)
                .await()
                .atMost(PATIENCE);
    }

    private List<String> ids(String prefix, int count) {
        return IntStream.range(0, count).mapToObj(i -> run + prefix + i).toList();
    }

    /** So many of the members, besides the owner. */
    private boolean isHere(String group, int members) {
        Set<String> here = large.here(group);
        return here != null
                && here.stream().filter(id -> !id.equals(run + "owner")).count() == members;
    }

    private void append(String group, String suffix, List<String> audience) {
        log.append(new MessageAccepted(
                        id(suffix),
                        null,
                        group,
                        ConversationKind.GROUP,
                        run + "m3",
                        audience,
                        null,
                        TextNode.valueOf(suffix),
                        new Provenance("test", "open", null)))
                .join();
    }

    private String id(String suffix) {
        return "msg_" + run + suffix;
    }

    private static SendMessage say(String conversationId, String text) {
        return new SendMessage(null, null, null, conversationId, TextNode.valueOf(text), false);
    }

    private static String text(MessageAccepted message) {
        return message.content().textValue();
    }

    private static GroupChanged change(TestClient client, Class<?> event) {
        while (true) {
            if (client.next(Push.class) instanceof GroupChanged change && event.isInstance(change.event())) {
                return change;
            }
        }
    }

    /** How somebody's joining is told; that of others is passed over. */
    private MemberJoined joining(TestClient client, String id) {
        while (true) {
            MemberJoined joined =
                    (MemberJoined) change(client, MemberJoined.class).event();
            if (joined.member().participantId().equals(run + id)) {
                return joined;
            }
        }
    }

    /** The next messages, each once; changes between them are passed over. */
    private static List<MessageAccepted> messages(TestClient client, int count) {
        Set<MessageAccepted> heard = new LinkedHashSet<>();
        while (heard.size() < count) {
            if (client.next(Push.class) instanceof MessageArrived arrived) {
                assertThat(heard.add(arrived.logged().message()))
                        .as("comes twice")
                        .isTrue();
            }
        }
        if (count == 0) {
            assertThat(client.pushes).noneMatch(MessageArrived.class::isInstance);
        }
        return List.copyOf(heard);
    }

    private TestClient client(String id) {
        return clients.of(id);
    }
}
