package io.clawhub.gateway.core.streams;

import java.util.List;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import io.clawhub.events.ConversationStatus;
import io.clawhub.events.Member;
import io.clawhub.events.StreamEvent;
import io.clawhub.events.StreamEvent.RunStep;
import io.clawhub.gateway.core.Caller;
import io.clawhub.gateway.core.HubException;
import io.clawhub.gateway.core.Reply;
import io.clawhub.gateway.core.StreamCommand.MoveRun;
import io.clawhub.gateway.core.StreamCommand.ShowTyping;
import io.clawhub.gateway.core.conversations.Conversation;
import io.clawhub.gateway.core.conversations.InMemoryConversationStore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class StreamsTest {

    private static final Caller ANN = new Caller("ann", "test", "test", Caller.Authentication.OPEN, null);

    private final RunBench bench = new RunBench();
    private final InMemoryConversationStore store = bench.store;
    private final List<StreamEvent> told = bench.told;
    private final Streams streams = bench.streams;

    @Test
    void theDatabaseIsNotAskedForEachPieceOfARunThatGoesNowhere() {
        move(0, RunStep.BEGIN);
        store.down = true;

        assertThat(move(1, RunStep.DELTA)).isInstanceOf(Reply.Done.class);
        assertThat(move(2, RunStep.REPLACE)).isInstanceOf(Reply.Done.class);

        assertThatThrownBy(() -> move(0, RunStep.BEGIN)).hasCauseInstanceOf(HubException.class);
        assertThat(told).isEmpty();
    }

    @Test
    void inALargeGroupNothingPassesQuickly() {
        group(256);
        show("gc_1");
        assertThat(told).hasSize(1);

        group(257);
        show("gc_2");
        streams.handle(ANN, new MoveRun("r1", null, "gc_2", null, 1, RunStep.BEGIN, null, "x"))
                .await()
                .indefinitely();

        assertThat(told).hasSize(1);
    }

    private void group(int size) {
        List<Member> members = IntStream.range(0, size)
                .mapToObj(i -> new Member(i == 0 ? "ann" : "m" + i, Conversation.MEMBER))
                .toList();
        String id = size > 256 ? "gc_2" : "gc_1";
        store.conversations.put(id, Conversation.group(id, ConversationStatus.ACTIVE, "crowd", members, 1));
    }

    private void show(String group) {
        streams.handle(ANN, new ShowTyping(group, null, true)).await().indefinitely();
    }

    private Reply move(long seq, RunStep step) {
        return streams.handle(ANN, new MoveRun("r1", null, null, "bob", seq, step, null, "x"))
                .subscribeAsCompletionStage()
                .join();
    }
}
