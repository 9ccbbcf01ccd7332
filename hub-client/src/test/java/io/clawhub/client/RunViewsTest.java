package io.clawhub.client;

import java.time.Instant;

import org.junit.jupiter.api.Test;

import io.clawhub.client.RunUpdate.State;
import io.clawhub.client.message.Direction;
import io.clawhub.client.message.Message;
import io.clawhub.client.message.Status;
import io.clawhub.client.wire.WireEvent.Streamed;

import static org.assertj.core.api.Assertions.assertThat;

class RunViewsTest {

    private final RunViews views = new RunViews();

    @Test
    void piecesAddUp() {
        assertThat(take(0, 0, "begin", null)).isEqualTo(update(State.BEGUN, "text", "", ""));
        assertThat(take(1, 3, "delta", "Hel")).isEqualTo(update(State.GROWING, "text", "Hel", "Hel"));
        assertThat(thought(4, "hm")).isEqualTo(update(State.GROWING, "think", "hm", "Hel"));
        assertThat(take(5, 5, "delta", "lo")).isEqualTo(update(State.GROWING, "text", "lo", "Hello"));
        assertThat(take(6, 6, "replace", "Bye")).isEqualTo(update(State.GROWING, "text", null, "Bye"));
        assertThat(take(6, 6, "pause", null)).isEqualTo(update(State.PAUSED, "text", "", "Bye"));
        assertThat(take(0, 0, "begin", null)).isEqualTo(update(State.GROWING, "text", "", "Bye"));
        assertThat(take(7, 7, "end", null)).isEqualTo(update(State.ENDED, "text", "", "Bye"));
        assertThat(take(7, 7, "end", null)).isNull();
    }

    @Test
    void whatWasSeenIsNotSeenAgain() {
        take(0, 0, "begin", null);
        take(1, 3, "delta", "abc");

        assertThat(take(3, 3, "delta", "c")).isNull();
        assertThat(take(2, 2, "replace", "ab")).isNull();
        assertThat(take(1, 3, "snapshot", "abc")).isNull();
        assertThat(take(4, 4, "delta", "d").text()).isEqualTo("abcd");
        assertThat(take(3, 3, "pause", null)).isNull();
    }

    @Test
    void afterAHoleItStandsStillUntilTheWholeIsTold() {
        take(0, 0, "begin", null);
        take(1, 1, "delta", "a");

        assertThat(take(3, 3, "delta", "c")).isNull();
        assertThat(thought(4, "hm").text()).isEqualTo("a");
        assertThat(take(5, 5, "delta", "d")).isNull();
        assertThat(take(1, 5, "snapshot", "abcd")).isEqualTo(update(State.GROWING, "text", null, "abcd"));
        assertThat(take(6, 6, "delta", "e").text()).isEqualTo("abcde");
    }

    @Test
    void whoComesLateWaitsForTheWhole() {
        assertThat(take(5, 9, "delta", "late")).isEqualTo(update(State.BEGUN, "text", "", ""));
        assertThat(take(10, 10, "delta", "r")).isNull();
        assertThat(take(1, 10, "snapshot", "much later").text()).isEqualTo("much later");
    }

    @Test
    void theMessageEndsItByTheRunOrByItsId() {
        take(0, 0, "begin", null);
        take(1, 1, "delta", "Hel");
        assertThat(views.take(message("msg_x", null))).isNull();
        assertThat(views.take(message("msg_x", "r"))).isEqualTo(update(State.ENDED, "text", null, "Hello"));
        assertThat(views.take(message("msg_x", "r"))).isNull();

        views.take(new Streamed("r", "dc_1", "bob", 0, 0, "begin", null, null, "msg_1"));
        assertThat(views.take(message("msg_1", null))).isEqualTo(update(State.ENDED, "text", null, "Hello"));
    }

    @Test
    void soManyAreFollowedAndSoMuchOfEach() {
        for (int i = 0; i <= RunViews.MAX_RUNS; i++) {
            views.take(new Streamed("r" + i, "dc_1", "bob", 0, 0, "begin", null, null, null));
        }
        assertThat(views.take(new Streamed("r0", "dc_1", "bob", 1, 1, "end", null, null, null)))
                .isNull();
        assertThat(views.take(new Streamed("r1", "dc_1", "bob", 1, 1, "end", null, null, null)))
                .isNotNull();

        take(0, 0, "begin", null);
        take(1, 1, "delta", "x".repeat(RunViews.MAX_TEXT));
        assertThat(take(2, 2, "delta", "y")).isNull();
        assertThat(take(3, 3, "replace", "short").text()).isEqualTo("short");
    }

    private RunUpdate take(long first, long seq, String operation, String text) {
        return views.take(new Streamed("r", "dc_1", "bob", first, seq, operation, null, text, null));
    }

    private RunUpdate thought(long seq, String text) {
        return views.take(new Streamed("r", "dc_1", "bob", seq, seq, "delta", "think", text, null));
    }

    private static RunUpdate update(State state, String kind, String delta, String text) {
        return new RunUpdate("r", "dc_1", "bob", state, kind, delta, text);
    }

    private static Message message(String id, String runId) {
        return new Message(
                id,
                null,
                "dc_1",
                "direct",
                1,
                "bob",
                null,
                "text",
                "Hello",
                Instant.EPOCH,
                null,
                null,
                null,
                null,
                null,
                null,
                runId,
                Direction.IN,
                Status.DELIVERED);
    }
}
