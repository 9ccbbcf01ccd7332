package io.clawhub.history.ingest;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.enterprise.context.ApplicationScoped;
import org.apache.kafka.common.TopicPartition;

import io.clawhub.events.Topics;
import io.clawhub.history.ChatEventsConfig;
import io.clawhub.history.HistoryConfig;
import io.clawhub.history.archive.StoredPositions;

/** One try to store entries, and what follows from its success. Blocks; used by one thread at a time. */
@ApplicationScoped
class BatchCommit {

    private final BatchWriter writer;
    private final AssignedPartitions assigned;
    private final StoredPositions view;
    private final KnownMembers known;
    private final int generation;
    private final Duration within;
    private final Counter stored;
    private final Timer commits;
    private int knownAtChange;

    BatchCommit(
            BatchWriter writer,
            AssignedPartitions assigned,
            StoredPositions view,
            HistoryConfig config,
            ChatEventsConfig chatEvents,
            MeterRegistry metrics) {
        this.writer = writer;
        this.assigned = assigned;
        this.view = view;
        this.known = new KnownMembers(config.knownMembers());
        this.generation = chatEvents.generation();
        this.within = config.storeWithin();
        this.stored = Counter.builder("hub.history.messages.stored")
                .description("Messages stored for the first time")
                .register(metrics);
        this.commits = Timer.builder("hub.history.commit")
                .description("Time to store one batch in one transaction")
                .register(metrics);
    }

    /** Stores all entries or none; throws whatever kept them out. */
    void commit(List<LogEntry> entries) {
        if (knownAtChange != assigned.changes()) {
            knownAtChange = assigned.changes();
            known.clear();
        }
        long started = System.nanoTime();
        Batch batch = new Batch(entries, generation, known, PositionMoves.of(entries, assigned));
        int fresh;
        try {
            fresh = writer.write(batch).await().atMost(within);
        } catch (RuntimeException e) {
            known.clear();
            throw e;
        }
        known.add(batch.members().keys());
        stored.increment(fresh);
        commits.record(System.nanoTime() - started, TimeUnit.NANOSECONDS);
        Map<TopicPartition, Position> committed = batch.moves().positions();
        committed.forEach(assigned::advance);
        found(committed);
    }

    /** Tells those who wait for positions what the database holds. */
    void found(Map<TopicPartition, Position> committed) {
        Map<Integer, Long> chatEvents = new HashMap<>();
        committed.forEach((partition, position) -> {
            if (partition.topic().equals(Topics.CHAT_EVENTS.topic())) {
                chatEvents.put(partition.partition(), position.nextOffset());
            }
        });
        view.set(chatEvents);
    }
}
