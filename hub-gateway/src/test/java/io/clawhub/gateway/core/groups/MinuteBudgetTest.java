package io.clawhub.gateway.core.groups;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;

import io.clawhub.gateway.core.HubException;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

class MinuteBudgetTest {

    private final AtomicLong clock = new AtomicLong();
    private final MinuteBudget budget = new MinuteBudget(10, "groups", clock::get);

    @Test
    void somebodyDoesSoMuchInAMinute() {
        budget.count("a", 9);

        assertThatThrownBy(() -> budget.count("a", 2)).isInstanceOf(HubException.class);
        budget.count("a", 1);
        assertThatThrownBy(() -> budget.count("a", 1)).isInstanceOf(HubException.class);
        budget.count("b", 10);
        clock.addAndGet(TimeUnit.SECONDS.toNanos(61));
        budget.count("a", 10);
    }
}
