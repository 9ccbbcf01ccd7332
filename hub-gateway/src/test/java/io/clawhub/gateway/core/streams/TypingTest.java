package io.clawhub.gateway.core.streams;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class TypingTest {

    private final AtomicLong clock = new AtomicLong();
    private final Typing typing = new Typing(clock::get);

    @Test
    void theSameIsToldOnceASecondAndAChangeAtOnce() {
        assertThat(typing.isNews("a", "dc_1", true)).isTrue();
        assertThat(typing.isNews("a", "dc_1", true)).isFalse();
        assertThat(typing.isNews("a", "dc_2", true)).isTrue();
        assertThat(typing.isNews("b", "dc_1", true)).isTrue();
        assertThat(typing.isNews("a", "dc_1", false)).isTrue();
        assertThat(typing.isNews("a", "dc_1", false)).isFalse();
        clock.addAndGet(TimeUnit.SECONDS.toNanos(1));
        assertThat(typing.isNews("a", "dc_1", false)).isTrue();
    }
}
