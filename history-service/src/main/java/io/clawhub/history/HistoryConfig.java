package io.clawhub.history;

import java.time.Duration;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How this service behaves. Connections to Kafka and PostgreSQL are Quarkus' own keys. */
@ConfigMapping(prefix = "hub.history")
public interface HistoryConfig {

    /** How long a reader waits at most for the asked positions to be stored before it answers with what there is. */
    @WithDefault("2s")
    Duration positionsWait();

    /** How often positions are read again while anyone waits: other instances store partitions, too. */
    @WithDefault("50ms")
    Duration positionsReread();

    /** How long PostgreSQL may take for one answer. After it the answer is "temporarily unavailable". */
    @WithDefault("1800ms")
    Duration answerWithin();

    /** How long one transaction of the ingestion may take before it is given up and tried again. */
    @WithDefault("30s")
    Duration storeWithin();

    /** How often the stored positions are compared with what this instance committed, for what a crash took back. */
    @WithDefault("2s")
    Duration positionsVerify();

    /** The longest pause between two tries to store a batch; the pause starts at 100 ms and doubles. */
    @WithDefault("2s")
    Duration retryPauseAtMost();

    /** Bytes of content in one page. A page holds at least one message, whatever its size. */
    @WithDefault("4194304")
    int pageBytes();

    /** Members remembered as already stored, over all conversations; about 100 bytes each. */
    @WithDefault("100000")
    int knownMembers();

    /** How long start-up waits for Kafka to make the topics; after it the service goes on and tries in the background. */
    @WithDefault("10s")
    Duration topicsWait();
}
