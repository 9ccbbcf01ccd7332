package io.clawhub.gateway.core.delivery;

import java.util.List;

import org.junit.jupiter.api.Test;

import io.clawhub.events.CursorMoved;
import io.clawhub.gateway.core.Caller;
import io.clawhub.gateway.core.log.InMemoryEventLog;

import static org.assertj.core.api.Assertions.assertThat;

class DeliveredCursorsTest {

    private static final Caller BOB = new Caller("bob", "phone", "im", Caller.Authentication.OPEN, null);
    private static final List<String> MEMBERS = List.of("alice", "bob", "carol", "dave");

    private final InMemoryEventLog log = new InMemoryEventLog();
    private final DeliveredCursors cursors = new DeliveredCursors(log);

    @Test
    void allWhoseMessagesArrivedWithinAnIntervalAreTold() {
        cursors.advance(BOB, "gc_1", 1, List.of("alice"));
        cursors.advance(BOB, "gc_1", 2, List.of("carol"));
        cursors.advance(BOB, "gc_1", 3, List.of("alice", "bob"));

        assertThat(published()).isEqualTo(moved(3, 0, "alice", "carol"));
    }

    @Test
    void inAGroupReadingIsToldToThoseWhoseMessagesWereNotRead() {
        cursors.advance(BOB, "gc_1", 4, List.of("alice", "carol"));
        published();

        cursors.read(BOB, "gc_1", 2, MEMBERS);
        assertThat(published().audience()).containsExactlyInAnyOrder("alice", "carol");
        cursors.read(BOB, "gc_1", 4, MEMBERS);
        assertThat(published().audience()).containsExactlyInAnyOrder("alice", "carol");
        cursors.read(BOB, "gc_1", 4, MEMBERS);
        assertThat(published().audience()).isEmpty();
    }

    @Test
    void whoReceivedItElsewhereTellsTheMembers() {
        cursors.read(BOB, "gc_1", 2, MEMBERS);

        assertThat(published()).isEqualTo(moved(0, 2, "alice", "carol", "dave"));
    }

    private CursorMoved published() {
        cursors.publish();
        assertThat(log.published).hasSize(1);
        return (CursorMoved) log.published.removeFirst();
    }

    private static CursorMoved moved(long delivered, long read, String... audience) {
        return new CursorMoved("bob", "phone", "gc_1", delivered, read, List.of(audience));
    }
}
