package io.clawhub.gateway.core.streams;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
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

import io.clawhub.events.StreamEvent.RunCancelAsked;
import io.clawhub.events.StreamEvent.RunMoved;
import io.clawhub.events.StreamEvent.RunSnapshotAsked;
import io.clawhub.events.StreamEvent.RunStep;
import io.clawhub.events.StreamEvent.TypingShown;
import io.clawhub.gateway.core.Caller;
import io.clawhub.gateway.core.Command.SendMessage;
import io.clawhub.gateway.core.CommandDispatcher;
import io.clawhub.gateway.core.GroupCommand.CreateGroup;
import io.clawhub.gateway.core.GroupReply.ConversationRead;
import io.clawhub.gateway.core.HubError;
import io.clawhub.gateway.core.Ids;
import io.clawhub.gateway.core.Push;
import io.clawhub.gateway.core.Push.RunCancelled;
import io.clawhub.gateway.core.Push.RunSeen;
import io.clawhub.gateway.core.Push.TypingSeen;
import io.clawhub.gateway.core.Reply;
import io.clawhub.gateway.core.Reply.Accepted;
import io.clawhub.gateway.core.StreamCommand.CancelRun;
import io.clawhub.gateway.core.StreamCommand.MoveRun;
import io.clawhub.gateway.core.StreamCommand.ShowTyping;
import io.clawhub.gateway.core.calls.ServicesIT;
import io.clawhub.gateway.core.connections.ConnectionRegistry;
import io.clawhub.gateway.core.connections.TestClient;
import io.clawhub.gateway.core.log.ChatEventTail;
import io.clawhub.gateway.core.log.StreamLog;
import io.clawhub.gateway.core.log.StreamTail;
import io.clawhub.gateway.core.messages.MessageService;
import io.clawhub.gateway.core.messages.SendLane;
import io.clawhub.standalone.testing.KafkaTestResource;
import io.clawhub.standalone.testing.PostgresTestResource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Typing and runs through a real log. */
@QuarkusTest
@WithTestResource(KafkaTestResource.class)
@WithTestResource(PostgresTestResource.class)
@TestProfile(ServicesIT.WithoutHistory.class)
class StreamsIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Inject
    CommandDispatcher dispatcher;

    @Inject
    ConnectionRegistry registry;

    @Inject
    MessageService messages;

    @Inject
    StreamLog log;

    @Inject
    ChatEventTail tail;

    @Inject
    StreamTail streamTail;

    private final String run = UUID.randomUUID().toString().substring(0, 8);
    private final List<TestClient> open = new ArrayList<>();

    @BeforeEach
    void awaitTheLog() {
        await().atMost(PATIENCE).until(() -> tail.isFollowing() && streamTail.isFollowing());
    }

    @AfterEach
    void close() {
        open.forEach(TestClient::close);
    }

    @Test
    void typingGoesToTheOtherMembersAndToNobodyElse() {
        TestClient ann = client("ann");
        TestClient alsoAnn = client("ann");
        TestClient bob = client("bob");
        TestClient carl = client("carl");
        TestClient stranger = client("stranger");
        String group = group(ann, "bob", "carl");

        done(ann, new ShowTyping(group, null, true));
        done(ann, new ShowTyping(group, null, true));
        done(ann, new ShowTyping(group, null, false));

        for (TestClient member : List.of(bob, carl)) {
            assertThat(next(member, TypingSeen.class).typing())
                    .isEqualTo(new TypingShown(group, run + "ann", true, List.of(run + "bob", run + "carl")));
            assertThat(next(member, TypingSeen.class).typing().on()).isFalse();
        }
        assertThat(stranger.refusal(new ShowTyping(group, null, true))).isEqualTo(HubError.NOT_A_PARTY);
        assertThat(ann.refusal(new ShowTyping("gc_nowhere", null, true))).isEqualTo(HubError.CHANNEL_NOT_FOUND);
        assertThat(ann.refusal(new ShowTyping(null, run + "ann", true))).isEqualTo(HubError.TARGET_REQUIRED);
        // Whatever went to them wrongly came before this.
        log.send(new TypingShown("dc_last", run + "x", true, List.of(run + "ann", run + "stranger")));
        for (TestClient other : List.of(ann, alsoAnn, stranger)) {
            assertThat(next(other, TypingSeen.class).typing().conversationId()).isEqualTo("dc_last");
        }
    }

    @Test
    void typingWaitsForNoMessage() {
        Caller caller = new Caller(run + "ann", "test", "test", Caller.Authentication.OPEN, null);
        SendLane lane = messages.openLane(caller);
        TestClient ann = new TestClient(caller, lane, dispatcher, registry);
        open.add(ann);
        TestClient bob = client("bob");
        String direct = say(ann, "bob");
        CompletableFuture<String> work = new CompletableFuture<>();
        lane.inTurn(() -> work);

        done(ann, new ShowTyping(direct, null, true));

        assertThat(next(bob, TypingSeen.class).typing().conversationId()).isEqualTo(direct);
        work.complete("done");
    }

    @Test
    void typingToSomebodyNeverTalkedWithGoesNowhereAndOpensNothing() {
        TestClient ann = client("ann");
        TestClient bob = client("bob");
        done(ann, new ShowTyping(null, run + "bob", true));
        String direct = say(ann, "bob");

        done(ann, new ShowTyping(null, run + "bob", false));

        TypingSeen seen = next(bob, TypingSeen.class);
        assertThat(seen.typing().conversationId()).isEqualTo(direct);
        assertThat(seen.typing().on()).isFalse();
    }

    @Test
    void aRunIsSeenPieceByPieceInOrderAndCanBeCancelled() {
        TestClient ann = client("ann");
        TestClient bob = client("bob");
        String direct = say(ann, "bob");

        List<Reply> answers = new ArrayList<>();
        answers.add(ann.ask(piece(run + "bob", 1, RunStep.BEGIN, null)).join());
        for (int seq = 2; seq <= 50; seq++) {
            ann.ask(piece(null, seq, RunStep.DELTA, "t" + seq));
        }
        done(bob, new CancelRun("r1", direct));
        done(ann, piece(null, 51, RunStep.FAIL, null));

        StringBuilder text = new StringBuilder();
        for (long seq = 1; seq <= 51; ) {
            RunMoved seen = next(bob, RunSeen.class).piece();
            assertThat(seen.firstSeq()).isEqualTo(seq);
            seq = seen.seq() + 1;
            assertThat(seen.conversationId()).isEqualTo(direct);
            assertThat(seen.senderId()).isEqualTo(run + "ann");
            text.append(seen.text() == null ? "" : seen.text());
        }
        assertThat(text.toString()).startsWith("t2t3t4").endsWith("t49t50");
        assertThat(next(ann, RunCancelled.class).asked())
                .isEqualTo(new RunCancelAsked("r1", direct, run + "bob", List.of(run + "ann")));
        assertThat(ann.refusal(piece(null, 52, RunStep.DELTA, "late"))).isEqualTo(HubError.MISSING_FIELDS);
        assertThat(answers).hasOnlyElementsOfType(Reply.Done.class);
    }

    @Test
    void whoComesLateSeesTheWholeAndAfterACancelNothingButTheEnd() {
        TestClient ann = client("ann");
        TestClient bob = client("bob");
        TestClient carl = client("carl");
        String group = group(ann, "bob", "carl");
        List<String> all = List.of(run + "ann", run + "bob", run + "carl");
        done(ann, new MoveRun("r1", "m1", group, null, 0, RunStep.BEGIN, null, null));
        for (int seq = 1; seq <= 20; seq++) {
            done(ann, new MoveRun("r1", null, group, null, seq, RunStep.DELTA, null, "t" + seq));
        }

        log.send(new RunSnapshotAsked(group, run + "carl", all));

        RunMoved snapshot = pieceOf(carl, RunStep.SNAPSHOT);
        assertThat(snapshot.seq()).isEqualTo(20);
        assertThat(snapshot.text()).startsWith("t1t2t3").endsWith("t20");
        assertThat(snapshot.messageId()).isEqualTo(Ids.messageId(run + "ann", "m1"));
        done(carl, new CancelRun("r1", group));
        next(ann, RunCancelled.class);
        done(ann, new MoveRun("r1", null, group, null, 21, RunStep.DELTA, null, "late"));
        done(ann, new MoveRun("r1", null, group, null, 22, RunStep.FAIL, null, "asked"));
        List<RunStep> seen = new ArrayList<>();
        do {
            seen.add(next(bob, RunSeen.class).piece().step());
        } while (seen.getLast() != RunStep.FAIL);
        assertThat(seen).doesNotContain(RunStep.SNAPSHOT);
        assertThat(next(carl, RunSeen.class).piece().step()).isEqualTo(RunStep.FAIL);
    }

    @Test
    void aRunPausesWithTheLastConnectionOfItsOwner() {
        TestClient ann = client("ann");
        TestClient also = client("ann");
        TestClient bob = client("bob");
        String direct = say(ann, "bob");
        done(ann, new MoveRun("r1", "m1", direct, null, 0, RunStep.BEGIN, null, null));
        done(ann, new MoveRun("r1", null, direct, null, 1, RunStep.DELTA, null, "a"));

        ann.close();
        done(also, new MoveRun("r1", null, direct, null, 2, RunStep.DELTA, null, "b"));
        also.close();
        TestClient again = client("ann");
        done(again, new MoveRun("r1", "m1", direct, null, 0, RunStep.BEGIN, null, null));
        done(again, new MoveRun("r1", null, direct, null, 3, RunStep.REPLACE, null, "abc"));

        assertThat(IntStream.range(0, 6).mapToObj(i -> next(bob, RunSeen.class).piece()))
                .map(RunMoved::step)
                .containsExactly(
                        RunStep.BEGIN, RunStep.DELTA, RunStep.DELTA, RunStep.PAUSE, RunStep.BEGIN, RunStep.REPLACE);
    }

    @Test
    void whatIsNoPieceIsRefused() {
        TestClient ann = client("ann");
        TestClient stranger = client("stranger");
        String group = group(ann, "bob");

        assertThat(ann.refusal(new MoveRun("r", null, group, null, 0, RunStep.DELTA, null, "x")))
                .isEqualTo(HubError.MISSING_FIELDS);
        assertThat(ann.refusal(new MoveRun("r", null, group, null, 1, RunStep.DELTA, "song", "la")))
                .isEqualTo(HubError.MISSING_FIELDS);
        assertThat(ann.refusal(new MoveRun("r", null, group, null, 1, RunStep.DELTA, null, "x".repeat(65_537))))
                .isEqualTo(HubError.MESSAGE_TOO_LARGE);
        assertThat(stranger.refusal(new MoveRun("r", null, group, null, 1, RunStep.BEGIN, null, null)))
                .isEqualTo(HubError.NOT_A_PARTY);
        assertThat(stranger.refusal(new CancelRun("r", group))).isEqualTo(HubError.NOT_A_PARTY);
        done(ann, new MoveRun("r", null, group, null, 0, RunStep.BEGIN, null, null));
        done(ann, new MoveRun("r", null, group, null, 1, RunStep.DELTA, "think", "x".repeat(65_536)));
    }

    private String say(TestClient client, String to) {
        return client.get(Accepted.class, new SendMessage(null, run + to, null, null, TextNode.valueOf("hi"), false))
                .conversationId();
    }

    private String group(TestClient owner, String... members) {
        List<String> ids = java.util.Arrays.stream(members).map(id -> run + id).toList();
        return owner.get(ConversationRead.class, new CreateGroup(null, "crew", ids))
                .conversation()
                .id();
    }

    private static MoveRun piece(String targetId, long seq, RunStep step, String text) {
        return new MoveRun("r1", null, null, targetId, seq, step, null, text);
    }

    private static void done(TestClient client, io.clawhub.gateway.core.Command command) {
        client.get(Reply.Done.class, command);
    }

    /** The next push of this kind. */
    private static <T extends Push> T next(TestClient client, Class<T> kind) {
        while (true) {
            Push push = client.next(Push.class);
            if (kind.isInstance(push)) {
                return kind.cast(push);
            }
        }
    }

    private static RunMoved pieceOf(TestClient client, RunStep step) {
        RunMoved piece;
        do {
            piece = next(client, RunSeen.class).piece();
        } while (piece.step() != step);
        return piece;
    }

    private TestClient client(String id) {
        Caller caller = new Caller(run + id, "test", "test", Caller.Authentication.OPEN, null);
        TestClient client = new TestClient(caller, messages.openLane(caller), dispatcher, registry);
        open.add(client);
        return client;
    }
}
