package io.clawhub.client.connection;

import java.time.Duration;
import java.util.function.DoubleSupplier;

/** When to try again: after the backoff, not before the hub's wish, and at once on demand, but not often. */
final class Retries {

    private static final Duration WAKE_INTERVAL = Duration.ofSeconds(1);

    private final LoopTimer timer;
    private final Backoff backoff;
    private long notBefore;
    private Long lastWake;
    private Timer.Alarm alarm;

    Retries(ConnectionSettings settings, LoopTimer timer, DoubleSupplier random) {
        this.timer = timer;
        this.backoff = new Backoff(settings.firstBackoff(), settings.maxBackoff(), random);
        this.notBefore = timer.nanoTime();
    }

    /** The hub asks not to be tried before. */
    void notBefore(Duration pause) {
        long then = timer.nanoTime() + pause.toNanos();
        if (then - notBefore > 0) {
            notBefore = then;
        }
    }

    void schedule(Runnable step) {
        cancel();
        long asked = notBefore - timer.nanoTime();
        long pause = Math.max(backoff.next().toNanos(), asked);
        alarm = timer.after(Duration.ofNanos(pause), step);
    }

    /** Whether one is waited for. */
    boolean isScheduled() {
        return alarm != null;
    }

    /** Whether to go now instead: a try is waited for, the hub does not mind, and the last such call is a second ago. */
    boolean wake() {
        long now = timer.nanoTime();
        boolean often = lastWake != null && now - lastWake < WAKE_INTERVAL.toNanos();
        if (alarm == null || often || now - notBefore < 0) {
            return false;
        }
        lastWake = now;
        return true;
    }

    void cancel() {
        LoopTimer.cancel(alarm);
        alarm = null;
    }

    void reset() {
        backoff.reset();
    }
}
