package io.clawhub.gateway.core.groups;

import java.time.Instant;
import java.util.List;

import org.junit.jupiter.api.Test;

import io.clawhub.events.Member;
import io.clawhub.events.MemberJoined;
import io.clawhub.events.MemberLeft;

import static org.assertj.core.api.Assertions.assertThat;

class ComingsTest {

    private final Comings comings = new Comings();

    @Test
    void aMessageBehindAChangeIsForTheMembersAfterIt() {
        assertThat(comings.corrected("gc_1", List.of("a", "b"))).containsExactly("a", "b");

        comings.note(joined("c"));
        assertThat(comings.corrected("gc_1", List.of("a", "b"))).containsExactly("a", "b", "c");
        assertThat(comings.corrected("gc_1", List.of("a", "b", "c"))).containsExactly("a", "b", "c");
        assertThat(comings.corrected("gc_2", List.of("a", "b"))).containsExactly("a", "b");
        assertThat(comings.corrected("gc_1", List.of())).isEmpty();

        comings.note(left("c"));
        comings.note(left("b"));
        assertThat(comings.corrected("gc_1", List.of("a", "b", "c"))).containsExactly("a");
        comings.note(joined("b"));
        assertThat(comings.corrected("gc_1", List.of("a", "c"))).containsExactly("a", "b");
    }

    @Test
    void itForgetsTheOldest() {
        for (int i = 0; i < 400; i++) {
            comings.note(joined("m" + i));
        }

        assertThat(comings.corrected("gc_1", List.of("a")))
                .hasSize(301)
                .contains("m399")
                .doesNotContain("m0");
    }

    private static MemberJoined joined(String id) {
        return new MemberJoined("chg", "gc_1", new Member(id, "member"), "a", Instant.EPOCH, List.of());
    }

    private static MemberLeft left(String id) {
        return new MemberLeft("chg", "gc_1", id, "a", Instant.EPOCH, List.of());
    }
}
