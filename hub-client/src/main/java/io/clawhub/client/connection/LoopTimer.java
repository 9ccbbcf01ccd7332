package io.clawhub.client.connection;

import java.time.Duration;
import java.util.concurrent.Executor;

/** Alarms that ring on a connection's serial executor. One that was cancelled there does not ring any more. */
final class LoopTimer {

    private final Timer timer;
    private final Executor loop;

    LoopTimer(Timer timer, Executor loop) {
        this.timer = timer;
        this.loop = loop;
    }

    long nanoTime() {
        return timer.nanoTime();
    }

    Timer.Alarm after(Duration pause, Runnable step) {
        Ring ring = new Ring(step);
        ring.alarm = timer.after(pause, () -> loop.execute(ring));
        return ring;
    }

    static void cancel(Timer.Alarm alarm) {
        if (alarm != null) {
            alarm.cancel();
        }
    }

    private static final class Ring implements Runnable, Timer.Alarm {

        private final Runnable step;
        private volatile Timer.Alarm alarm;
        private volatile boolean cancelled;

        Ring(Runnable step) {
            this.step = step;
        }

        @Override
        public void run() {
            if (!cancelled) {
                step.run();
            }
        }

        @Override
        public void cancel() {
            cancelled = true;
            alarm.cancel();
        }
    }
}
