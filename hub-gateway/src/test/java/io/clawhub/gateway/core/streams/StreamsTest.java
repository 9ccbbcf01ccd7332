package io.clawhub.gateway.core.streams;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import io.clawhub.events.StreamEvent;
import io.clawhub.events.StreamEvent.RunStep;
import io.clawhub.gateway.core.Caller;
import io.clawhub.gateway.core.HubException;
import io.clawhub.gateway.core.Reply;
import io.clawhub.gateway.core.StreamCommand.MoveRun;
import io.clawhub.gateway.core.conversations.ConversationDirectoryAccess;
import io.clawhub.gateway.core.conversations.InMemoryConversationStore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class StreamsTest {

    private final InMemoryConversationStore store = new InMemoryConversationStore();
    private final List<StreamEvent> told = new ArrayList<>();
    private final Streams streams = new Streams(new Places(ConversationDirectoryAccess.over(store)), told::add);

    @Test
    void theDatabaseIsNotAskedForEachPieceOfARunThatGoesNowhere() {
        move(0, RunStep.BEGIN);
        store.down = true;

        assertThat(move(1, RunStep.DELTA)).isInstanceOf(Reply.Done.class);
        assertThat(move(2, RunStep.REPLACE)).isInstanceOf(Reply.Done.class);

        assertThatThrownBy(() -> move(0, RunStep.BEGIN)).hasCauseInstanceOf(HubException.class);
        assertThat(told).isEmpty();
    }

    private Reply move(long seq, RunStep step) {
        Caller caller = new Caller("ann", "test", "test", Caller.Authentication.OPEN, null);
        return streams.handle(caller, new MoveRun("r1", null, "bob", seq, step, null, "x"))
                .subscribeAsCompletionStage()
                .join();
    }
}
