package io.clawhub.client.connection;

import java.time.Duration;

/** A clock and an alarm. One thread serves all connections of the process; tests bring their own time. */
public interface Timer {

    /** Takes an alarm back. */
    interface Alarm {
        void cancel();
    }

    /** Runs the action once after the delay. The action must be quick: it hands work to somebody else. */
    Alarm after(Duration delay, Runnable action);

    /** Nanoseconds since some moment. */
    long nanoTime();
}
