package io.clawhub.gateway.core.history;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import io.clawhub.events.ConversationKind;
import io.clawhub.events.CursorMoved;
import io.clawhub.events.archive.UnreadCount;
import io.clawhub.gateway.core.HubError;
import io.clawhub.gateway.core.connections.TestClient;

import static org.assertj.core.api.Assertions.assertThat;

class ParticipantHistoryTest {

    private final FakeHistoryLookup lookup = new FakeHistoryLookup();
    private final ParticipantHistory history = ParticipantHistoryAccess.over(lookup);

    @Test
    void countsByConversation() {
        lookup.unread = List.of(new UnreadCount("dc_1", 3), new UnreadCount("gc_1", 1_000));

        assertThat(history.unread("a").await().indefinitely()).isEqualTo(Map.of("dc_1", 3, "gc_1", 1_000));
    }

    @Test
    void hasReadWhatAnyOfItsClientsHasRead() {
        lookup.cursors = List.of(
                new CursorMoved("a", "phone", "dc_1", 9, 4),
                new CursorMoved("a", "laptop", "dc_1", 9, 7),
                new CursorMoved("a", "phone", "dc_2", 9, 0));

        assertThat(history.readUpTo("a").await().indefinitely()).isEqualTo(Map.of("dc_1", 7L));
    }

    @Test
    void findsEachMessageOnceAndNotTooMany() {
        lookup.seen("msg_1", "dc_1", ConversationKind.DIRECT, "b", List.of("a", "b"));

        assertThat(history.find("a", List.of("msg_1", "msg_1", "msg_2"), null)
                        .await()
                        .indefinitely())
                .containsOnlyKeys("msg_1");
        assertThat(history.find("a", List.of(), null).await().indefinitely()).isEmpty();
        assertThat(TestClient.refusal(history.find(
                                "a",
                                IntStream.range(0, 257)
                                        .mapToObj(i -> "msg_" + i)
                                        .toList(),
                                null)
                        .subscribeAsCompletionStage()))
                .isEqualTo(HubError.MISSING_FIELDS);
    }
}
