package io.clawhub.gateway.core.presence;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import io.clawhub.gateway.core.HubException;

import static io.clawhub.gateway.core.presence.Presence.Status.OFFLINE;
import static io.clawhub.gateway.core.presence.Presence.Status.ONLINE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class WatcherTest {

    private final List<Presence> pushed = new ArrayList<>();
    private final Watcher watcher = new Watcher(pushed::add);

    @Test
    void onlyWhatIsWatchedIsTold() {
        watcher.begin(Set.of("a"));
        watcher.answered(Set.of("a"));

        watcher.changed(is("a", ONLINE));
        watcher.changed(is("b", ONLINE));
        watcher.end(Set.of("a"));
        watcher.changed(is("a", OFFLINE));

        assertThat(pushed).containsExactly(is("a", ONLINE));
        assertThat(watcher.watched()).isEmpty();
    }

    @Test
    void aChangeDuringTheReadIsTheAnswer() {
        watcher.begin(Set.of("a", "b"));
        watcher.changed(is("a", ONLINE));

        assertThat(watcher.answer(List.of(is("a", OFFLINE), is("b", OFFLINE))))
                .containsExactly(is("a", ONLINE), is("b", OFFLINE));
        watcher.answered(Set.of("a", "b"));

        assertThat(pushed).isEmpty();
    }

    @Test
    void aChangeAfterTheReadFollowsTheAnswer() {
        watcher.begin(Set.of("a"));
        watcher.answer(List.of(is("a", ONLINE)));
        watcher.changed(is("a", OFFLINE));
        assertThat(pushed).isEmpty();

        watcher.answered(Set.of("a"));

        assertThat(pushed).containsExactly(is("a", OFFLINE));
        watcher.changed(is("a", ONLINE));
        assertThat(pushed).hasSize(2);
    }

    @Test
    void twoAnswersAtOnceAreBothWaitedFor() {
        watcher.begin(Set.of("a"));
        watcher.begin(Set.of("a"));
        watcher.answered(Set.of("a"));
        watcher.changed(is("a", ONLINE));
        assertThat(pushed).isEmpty();

        watcher.answered(Set.of("a"));

        assertThat(pushed).containsExactly(is("a", ONLINE));
    }

    @Test
    void aConnectionWatchesSoMany() {
        Set<String> most =
                IntStream.range(0, Watcher.MAX_WATCHED).mapToObj(i -> "m" + i).collect(Collectors.toSet());
        watcher.begin(most);

        watcher.begin(Set.of("m1"));
        assertThatThrownBy(() -> watcher.begin(Set.of("m1", "more"))).isInstanceOf(HubException.class);
        assertThat(watcher.watched()).hasSize(Watcher.MAX_WATCHED);
    }

    private static Presence is(String id, Presence.Status status) {
        return new Presence(id, status, null);
    }
}
