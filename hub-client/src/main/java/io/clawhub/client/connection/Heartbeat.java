package io.clawhub.client.connection;

import java.time.Duration;
import java.util.function.DoubleSupplier;

/**
 * Asks a silent peer whether it lives. The first ping comes after a random part of the interval and the others ±10 % around it,
 * so that many connections do not beat together. Used by one serial executor only.
 */
final class Heartbeat {

    private static final double JITTER = 0.1;

    private final LoopTimer timer;
    private final DoubleSupplier random;
    private final Duration silence;
    private final Runnable ping;
    private final Runnable dead;
    private Duration interval;
    private Timer.Alarm alarm;
    private boolean asked;
    private boolean deaf;
    private boolean stopped;

    Heartbeat(LoopTimer timer, DoubleSupplier random, Duration silence, Runnable ping, Runnable dead) {
        this.timer = timer;
        this.random = random;
        this.silence = silence;
        this.ping = ping;
        this.dead = dead;
    }

    void start(Duration every) {
        interval = every;
        after(random.getAsDouble() * every.toNanos(), this::beat);
    }

    /** Any frame came. */
    void heard() {
        asked = false;
    }

    /** While nothing is read, silence says nothing about the peer. */
    void deaf(boolean on) {
        deaf = on;
        asked = false;
    }

    void stop() {
        stopped = true;
        LoopTimer.cancel(alarm);
    }

    private void beat() {
        asked = !deaf;
        ping.run();
        after(silence.toNanos(), this::check);
    }

    private void check() {
        if (asked) {
            dead.run();
            return;
        }
        double next = interval.toNanos() * (1 - JITTER + 2 * JITTER * random.getAsDouble());
        after(Math.max(0, next - silence.toNanos()), this::beat);
    }

    private void after(double nanos, Runnable step) {
        if (stopped) {
            return;
        }
        alarm = timer.after(Duration.ofNanos((long) nanos), step);
    }
}
