package io.clawhub.standalone.backends;

import java.time.Duration;

import io.clawhub.standalone.process.Part;
import io.clawhub.standalone.process.Place;
import io.clawhub.standalone.process.StartException;

/** A server the hub needs. In contrast to a service, its {@link #start()} waits until it can be used. */
public abstract sealed class Backend extends Part permits PostgresBackend, RedisBackend, KafkaBackend {
    private static final Duration START_DEADLINE = Duration.ofSeconds(60);

    /** Of its own, so that a start that takes long can be cut short by {@link #stop()}. */
    private final Object starting = new Object();

    Backend(String name, Place place) {
        super(name, place);
    }

    /**
     * Starts it and waits until it answers; does nothing if it is running.
     *
     * @throws io.clawhub.standalone.process.StartException if the port is taken, or it ended or did not answer within a
     *     minute
     */
    @Override
    public final void start() {
        synchronized (starting) {
            if (launch()) {
                becomeReady();
            }
        }
    }

    private void becomeReady() {
        try {
            awaitReady(START_DEADLINE);
            initialize();
        } catch (StartException e) {
            if (isAlive()) {
                kill();
            }
            throw e;
        }
    }

    /** After it answers; idempotent. */
    void initialize() {}
}
