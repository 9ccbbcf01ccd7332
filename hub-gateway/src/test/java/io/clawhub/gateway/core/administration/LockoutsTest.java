package io.clawhub.gateway.core.administration;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import io.clawhub.gateway.core.HubError;
import io.clawhub.gateway.core.HubException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class LockoutsTest {

    private long nanos = 1;
    private final Lockouts lockouts = new Lockouts(() -> nanos);

    @Test
    void manyWrongPasswordsForANamePauseIt() {
        failFromEverywhere("ada", Lockouts.MAX_IN_A_ROW);

        assertRefused("ada", "192.0.2.99");
        assertRefused("ADA", "192.0.2.99");
        assertThatCode(() -> lockouts.check("bob", "192.0.2.99")).doesNotThrowAnyException();

        pass(Lockouts.FIRST_PAUSE);
        assertThatCode(() -> lockouts.check("ada", "192.0.2.99")).doesNotThrowAnyException();
    }

    @Test
    void thePauseGrowsUpToItsLongest() {
        failFromEverywhere("ada", Lockouts.MAX_IN_A_ROW);
        pass(Lockouts.FIRST_PAUSE);
        lockouts.failed("ada", "192.0.2.1");
        pass(Lockouts.FIRST_PAUSE);
        assertRefused("ada", "192.0.2.99");

        failFromEverywhere("ada", 200);
        pass(Lockouts.LONGEST_PAUSE);
        assertThatCode(() -> lockouts.check("ada", "192.0.2.99")).doesNotThrowAnyException();
    }

    @Test
    void strangersDoNotLockOutWhoHasBeenHere() {
        lockouts.succeeded("ada", "10.0.0.1");
        failFromEverywhere("ada", 100);

        assertRefused("ada", "192.0.2.99");
        assertThatCode(() -> lockouts.check("ada", "10.0.0.1")).doesNotThrowAnyException();
    }

    @Test
    void theRightPasswordStartsTheCountAnew() {
        failFromEverywhere("ada", Lockouts.MAX_IN_A_ROW - 1);
        lockouts.succeeded("ada", "10.0.0.1");
        for (int i = 1; i < Lockouts.MAX_IN_A_ROW; i++) {
            lockouts.failed("ada", "10.0.0.1");
        }

        assertThatCode(() -> lockouts.check("ada", "10.0.0.1")).doesNotThrowAnyException();
    }

    @Test
    void anOriginMayNotTryOneNameAfterTheOther() {
        for (int i = 0; i < Lockouts.MAX_FAILURES_A_MINUTE; i++) {
            lockouts.failed("name" + i, "192.0.2.1");
        }

        assertRefused("another", "192.0.2.1");
        assertThatCode(() -> lockouts.check("another", "192.0.2.2")).doesNotThrowAnyException();

        pass(Duration.ofSeconds(61));
        assertThatCode(() -> lockouts.check("another", "192.0.2.1")).doesNotThrowAnyException();
    }

    private void failFromEverywhere(String username, int times) {
        for (int i = 0; i < times; i++) {
            lockouts.failed(username, "192.0.2." + i);
        }
    }

    private void assertRefused(String username, String origin) {
        HubException refusal = catchThrowableOfType(HubException.class, () -> lockouts.check(username, origin));
        assertThat(refusal.error()).isEqualTo(HubError.RATE_LIMITED);
    }

    private void pass(Duration time) {
        nanos += time.toNanos() + 1;
    }
}
