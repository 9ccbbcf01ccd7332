package io.clawhub.gateway.core.conversations;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;

import io.clawhub.events.Member;

import static org.assertj.core.api.Assertions.assertThat;

class MembersTest {

    @Test
    void itIsWhatAPlainListWouldBe() {
        Random random = new Random(1);
        Members members = Members.of(List.of());
        List<Member> plain = new ArrayList<>();
        for (int i = 0; i < 5_000; i++) {
            String id = "é" + random.nextInt(600);
            plain.removeIf(member -> member.participantId().equals(id));
            if (random.nextInt(5) < 3) {
                Member member = new Member(id, random.nextBoolean() ? "member" : "owner");
                members = members.with(member);
                plain.add(member);
            } else {
                members = members.without(id);
            }
            assertThat(members.of(id))
                    .isEqualTo(plain.stream()
                            .filter(member -> member.participantId().equals(id))
                            .findFirst()
                            .orElse(null));
            assertThat(members.size()).isEqualTo(plain.size());
            if (i % 100 == 0) {
                assertThat(members).isEqualTo(plain);
                assertThat(members.idBytes())
                        .isEqualTo(plain.stream()
                                .mapToInt(member -> Members.bytes(member.participantId()))
                                .sum());
            }
        }
        assertThat(members).isEqualTo(plain).hasSizeGreaterThan(256);
        assertThat(members.areMany()).isTrue();
    }

    @Test
    void anEarlierOneStaysAsItWas() {
        Members two = Members.of(List.of(new Member("a", "owner"), new Member("b", "member")));

        Members after = two.without("a").with(new Member("c", "member"));

        assertThat(two).extracting(Member::participantId).containsExactly("a", "b");
        assertThat(after).extracting(Member::participantId).containsExactly("b", "c");
        assertThat(after.of("a")).isNull();
        assertThat(after.with(new Member("a", "member")))
                .extracting(Member::participantId)
                .containsExactly("b", "c", "a");
        assertThat(after.inRole("b", "owner").of("b").role()).isEqualTo("owner");
    }

    @Test
    void manyAreMoreThanAHeaderHoldsOrLongerThanItsBudget() {
        assertThat(Members.areMany(ids(256, "m"))).isFalse();
        assertThat(Members.areMany(ids(257, "m"))).isTrue();
        assertThat(Members.areMany(ids(100, "é".repeat(100)))).isTrue();
    }

    private static List<String> ids(int count, String prefix) {
        return java.util.stream.IntStream.range(0, count)
                .mapToObj(i -> prefix + i)
                .toList();
    }
}
