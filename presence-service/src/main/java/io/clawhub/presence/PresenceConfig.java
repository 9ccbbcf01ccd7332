package io.clawhub.presence;

import java.time.Duration;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** The service's own settings, all under {@code hub.presence}. */
@ConfigMapping(prefix = "hub.presence")
public interface PresenceConfig {

    /** Online means: last active no longer ago than this. Three missed heartbeats of 30 s. */
    @WithDefault("90s")
    Duration activeTimeout();

    /** After this a query answers "unknown". */
    @WithDefault("500ms")
    Duration queryTimeout();

    /** After this a step of ingest, sweep or outbox counts as failed and is repeated. */
    @WithDefault("3s")
    Duration redisTimeout();

    /** The longest pause between two attempts while Redis or Kafka is down. */
    @WithDefault("5s")
    Duration maxBackoff();

    /** How long start-up waits for the topics before it goes on and keeps trying aside. */
    @WithDefault("5s")
    Duration topicsTimeout();

    /** Taking offline whose time ran out. */
    Sweep sweep();

    /** Publishing transitions. */
    Outbox outbox();

    /** Settings of the sweep. */
    interface Sweep {

        /** Pause between sweeps: how late an offline transition may come. */
        @WithDefault("2s")
        Duration interval();

        /** Participants per script call, so that Redis is never held up. */
        @WithDefault("500")
        int batch();
    }

    /** Settings of the outbox. */
    interface Outbox {

        /** Pause between looks into the outbox: how late any transition may come. */
        @WithDefault("200ms")
        Duration interval();

        /** Transitions per round. */
        @WithDefault("500")
        int batch();

        /** How long an instance that died keeps others from draining. Longer than Kafka's delivery time-out. */
        @WithDefault("15s")
        Duration lease();
    }
}
