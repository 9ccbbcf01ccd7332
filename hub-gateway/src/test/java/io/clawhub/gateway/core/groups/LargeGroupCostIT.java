package io.clawhub.gateway.core.groups;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

import com.fasterxml.jackson.databind.node.TextNode;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

import io.clawhub.events.ChatEvent;
import io.clawhub.events.ConversationKind;
import io.clawhub.events.EventHeaders;
import io.clawhub.events.EventJson;
import io.clawhub.events.Member;
import io.clawhub.events.MemberJoined;
import io.clawhub.events.MemberLeft;
import io.clawhub.events.MessageAccepted;
import io.clawhub.events.Provenance;
import io.clawhub.gateway.core.Caller;
import io.clawhub.gateway.core.calls.ServicesIT;
import io.clawhub.gateway.core.connections.ConnectionRegistry;
import io.clawhub.gateway.core.connections.TestClient;
import io.clawhub.gateway.core.conversations.Conversation;
import io.clawhub.gateway.core.conversations.ConversationDirectory;
import io.clawhub.gateway.core.conversations.GroupSteps;
import io.clawhub.gateway.core.log.ChatEventTail;
import io.clawhub.gateway.core.log.EventReader;
import io.clawhub.gateway.core.messages.MessageService;
import io.clawhub.standalone.testing.KafkaTestResource;
import io.clawhub.standalone.testing.PostgresTestResource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What a group of ten thousand costs the thread that reads the log: processor time of that thread for each record, so that a
 * busy machine does not matter. By hand, with {@code -Dclawhub.large-group.cost=true}.
 */
@QuarkusTest
@EnabledIfSystemProperty(named = "clawhub.large-group.cost", matches = "true")
@WithTestResource(KafkaTestResource.class)
@WithTestResource(PostgresTestResource.class)
@TestProfile(ServicesIT.WithoutHistory.class)
class LargeGroupCostIT {

    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final int MEMBERS = 10_000;
    private static final int BATCH = 250;
    private static final String TEXT = "x".repeat(200);

    @Inject
    ConnectionRegistry registry;

    @Inject
    MessageService messages;

    @Inject
    GroupStore store;

    @Inject
    LargeGroups large;

    @Inject
    ConversationDirectory directory;

    @Inject
    EventReader reader;

    @Inject
    ChatEventTail tail;

    private final String run = UUID.randomUUID().toString().substring(0, 8);
    private final List<TestClient> open = new ArrayList<>();
    private long offset = 1_000_000_000L;

    @Test
    void isSmallForWhoHasNoMemberHereAndGrowsWithThoseWhoAreHere() {
        await().atMost(PATIENCE).until(tail::isFollowing);
        String group = grown();
        long nobody = measure("nobody here", 100_000, i -> message(group, i));
        connect(group, 50);
        measure("50 here", 20_000, i -> message(group, i));
        connect(group, 1_000);
        measure("1000 here", 1_000, i -> message(group, i));
        Conversation remembered = directory.find(group).await().atMost(PATIENCE);
        assertThat(remembered.members()).hasSize(MEMBERS);
        int version = remembered.version() + 1;
        long change = measure("join or leave", 5_000, i -> change(group, version + i, i / 2, i % 2 == 0));

        open.forEach(TestClient::close);
        assertThat(nobody).isLessThan(20_000);
        assertThat(change).isLessThan(1_000_000);
    }

    private long measure(String what, int records, IntFunction<ChatEvent> event) {
        List<ConsumerRecord<String, byte[]>> all =
                IntStream.range(0, records).mapToObj(event).map(this::logged).toList();
        var threads = ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadCpuTime();
        long longest = 0;
        for (ConsumerRecord<String, byte[]> one : all) {
            long at = threads.getCurrentThreadCpuTime();
            reader.read(one, Instant.EPOCH);
            longest = Math.max(longest, threads.getCurrentThreadCpuTime() - at);
        }
        long each = (threads.getCurrentThreadCpuTime() - before) / records;
        org.jboss.logging.Logger.getLogger("cost")
                .warnf("COST %s: %.1f us each, longest %.1f us", what, each / 1e3, longest / 1e3);
        open.forEach(client -> client.pushes.clear());
        return each;
    }

    private ConsumerRecord<String, byte[]> logged(ChatEvent event) {
        byte[] value = EventJson.write(event);
        return new ConsumerRecord<>(
                "chat.events",
                0,
                offset++,
                System.currentTimeMillis(),
                TimestampType.LOG_APPEND_TIME,
                0,
                value.length,
                event.conversationId(),
                value,
                EventHeaders.of(event),
                Optional.empty());
    }

    private MessageAccepted message(String group, int i) {
        return new MessageAccepted(
                "msg_" + offset + "_" + i,
                null,
                group,
                ConversationKind.GROUP,
                run + "m" + (MEMBERS - 2),
                List.of(),
                null,
                TextNode.valueOf(TEXT),
                new Provenance("test", "open", null));
    }

    private ChatEvent change(String group, int version, int who, boolean joins) {
        String id = GroupSteps.changeId(group, version);
        return joins
                ? new MemberJoined(
                        id, group, "crowd", new Member("z" + who, "member"), "owner", Instant.now(), List.of())
                : new MemberLeft(id, group, "z" + who, "owner", Instant.now(), List.of());
    }

    private void connect(String group, int upTo) {
        for (int i = open.size(); i < upTo; i++) {
            Caller caller = new Caller(run + "m" + i, "test", "test", Caller.Authentication.OPEN, null);
            open.add(new TestClient(caller, messages.openLane(caller), null, registry));
        }
        await().atMost(PATIENCE)
                .until(() -> large.here(group) != null && large.here(group).size() == upTo);
    }

    private String grown() {
        Conversation fresh = Group.fresh("gc_" + run, "crowd", run + "owner", List.of());
        store.open(fresh, run + "owner", GroupStore.Words.NONE)
                .onFailure()
                .retry()
                .atMost(20)
                .await()
                .atMost(PATIENCE);
        for (int from = 0; from < MEMBERS - 1; from += BATCH) {
            List<String> some = IntStream.range(from, Math.min(MEMBERS - 1, from + BATCH))
                    .mapToObj(i -> run + "m" + i)
                    .toList();
            store.change(fresh.id(), now -> now.adding(run + "owner", some, Instant.now()))
                    .onFailure()
                    .retry()
                    .atMost(20)
                    .await()
                    .atMost(PATIENCE);
        }
        return fresh.id();
    }
}
