package io.clawhub.history.ingest;

import java.util.List;

import org.junit.jupiter.api.Test;

import io.clawhub.history.archive.MemberKey;

import static org.assertj.core.api.Assertions.assertThat;

class KnownMembersTest {

    @Test
    void knowsAMessageOnlyWhenSenderAndAudienceAreStored() {
        KnownMembers known = new KnownMembers(10);

        known.add(List.of(new MemberKey("a", "c1"), new MemberKey("b", "c1")));

        assertThat(known.knows("c1", "a", List.of("a", "b"))).isTrue();
        assertThat(known.knows("c1", "b", List.of())).isTrue();
        assertThat(known.knows("c1", "x", List.of("a"))).isFalse();
        assertThat(known.knows("c1", "a", List.of("a", "x"))).isFalse();
        assertThat(known.knows("c2", "a", List.of("a", "b"))).isFalse();
    }

    @Test
    void forgetsTheConversationUnusedForLongest() {
        KnownMembers known = new KnownMembers(2);
        known.add(List.of(new MemberKey("a", "c1"), new MemberKey("a", "c2")));
        known.knows("c1", "a", List.of());

        known.add(List.of(new MemberKey("a", "c3")));

        assertThat(known.knows("c1", "a", List.of())).isTrue();
        assertThat(known.knows("c2", "a", List.of())).isFalse();
        assertThat(known.knows("c3", "a", List.of())).isTrue();
    }
}
