package io.clawhub.gateway.core.changes;

import java.time.Duration;
import java.util.List;
import java.util.UUID;

import com.fasterxml.jackson.databind.node.TextNode;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.clawhub.events.MessageDeleted;
import io.clawhub.events.MessageEdited;
import io.clawhub.events.ReactionChanged;
import io.clawhub.gateway.core.Caller;
import io.clawhub.gateway.core.Command.SendMessage;
import io.clawhub.gateway.core.CommandDispatcher;
import io.clawhub.gateway.core.HubError;
import io.clawhub.gateway.core.MessageCommand.DeleteMessage;
import io.clawhub.gateway.core.Push.MessageArrived;
import io.clawhub.gateway.core.Push.MessageChanged;
import io.clawhub.gateway.core.Reply.Accepted;
import io.clawhub.gateway.core.calls.ServicesIT;
import io.clawhub.gateway.core.connections.ConnectionRegistry;
import io.clawhub.gateway.core.connections.TestClient;
import io.clawhub.gateway.core.log.ChatEventTail;
import io.clawhub.gateway.core.log.EventLog;
import io.clawhub.gateway.core.messages.MessageService;
import io.clawhub.standalone.testing.KafkaTestResource;
import io.clawhub.standalone.testing.PostgresTestResource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Changes from the log, wherever they were made, in their place among the messages. */
@QuarkusTest
@WithTestResource(KafkaTestResource.class)
@WithTestResource(PostgresTestResource.class)
@TestProfile(ServicesIT.WithoutHistory.class)
class ChangeDeliveryIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Inject
    CommandDispatcher dispatcher;

    @Inject
    ConnectionRegistry registry;

    @Inject
    MessageService messages;

    @Inject
    EventLog log;

    @Inject
    ChatEventTail tail;

    private final String run = UUID.randomUUID().toString().substring(0, 8);

    @BeforeEach
    void awaitTheLog() {
        await().atMost(PATIENCE).until(tail::isFollowing);
    }

    @Test
    void whoSeesAMessageHearsOnceWhatBecomesOfIt() {
        try (TestClient sender = client("sender");
                TestClient receiver = client("receiver");
                TestClient stranger = client("stranger")) {
            Accepted said = say(sender, "1");
            List<String> all = List.of(run + "sender", run + "receiver");
            String where = said.conversationId();
            MessageEdited edit = new MessageEdited(
                    "chg_1" + run, where, said.messageId(), run + "sender", TextNode.valueOf("anew"), null, all);
            log.append(edit);
            log.append(edit);
            log.append(new ReactionChanged("chg_2" + run, where, said.messageId(), run + "receiver", "+1", true, all));
            log.append(new MessageDeleted("chg_3" + run, where, said.messageId(), run + "sender", all));
            say(sender, "2");

            MessageArrived first = receiver.next(MessageArrived.class);
            MessageChanged edited = receiver.next(MessageChanged.class);
            assertThat(edited.change()).isEqualTo(edit);
            assertThat(edited.seq()).isGreaterThan(first.logged().seq());
            assertThat(edited.at()).isAfter(first.logged().at());
            assertThat(receiver.next(MessageChanged.class).change()).isInstanceOf(ReactionChanged.class);
            assertThat(receiver.next(MessageChanged.class).change()).isInstanceOf(MessageDeleted.class);
            receiver.next(MessageArrived.class);
            for (int i = 1; i <= 3; i++) {
                assertThat(sender.next(MessageChanged.class).change().changeId())
                        .isEqualTo("chg_" + i + run);
            }
            assertThat(stranger.pushes).isEmpty();
        }
    }

    @Test
    void whileHistoryIsAwayNothingIsChangedAndTheCallerMayRetry() {
        try (TestClient sender = client("sender")) {
            Accepted said = say(sender, "1");

            assertThat(sender.refusal(new DeleteMessage(null, said.messageId())))
                    .isEqualTo(HubError.HISTORY_UNAVAILABLE);
        }
    }

    private Accepted say(TestClient sender, String key) {
        return sender.get(
                Accepted.class, new SendMessage(key, run + "receiver", null, null, TextNode.valueOf("hi"), false));
    }

    private TestClient client(String name) {
        Caller caller = new Caller(run + name, run + name, "test", Caller.Authentication.OPEN, null);
        return new TestClient(caller, messages.openLane(caller), dispatcher, registry);
    }
}
