package io.clawhub.gateway.core.outbox;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.panache.common.Page;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jboss.logging.Logger;

import io.clawhub.events.ChatEvent;
import io.clawhub.events.EventHeaders;
import io.clawhub.events.EventJson;
import io.clawhub.gateway.core.log.EventLog;

import static java.nio.charset.StandardCharsets.UTF_8;

/** Publishes committed lifecycle events, in the order of their rows, at least once. */
@ApplicationScoped
public class Outbox {

    private static final Logger LOG = Logger.getLogger(Outbox.class);

    private static final int BATCH = 100;
    /** Longer than a healthy broker needs; the rows stay for the next sweep. */
    private static final Duration PUBLISH_TIMEOUT = Duration.ofSeconds(2);
    /** One drain at a time over all gateways, or two of them could publish one conversation's events out of order. */
    private static final long DRAIN_LOCK = 0x6875_622e_6f75_7462L;

    // JSON has no raw line feeds, and types have none. The order of the rows is the order of the events.
    private static final String ADD_ALL =
            """
            INSERT INTO outbox (record_key, type, payload, created_at)
            SELECT :key, e.type, e.payload, :at
            FROM unnest(string_to_array(:types, chr(10)), string_to_array(:payloads, chr(10)))
                 WITH ORDINALITY AS e (type, payload, place)
            ORDER BY e.place""";

    private final DatabaseContext database;
    private final EventLog log;
    private CompletableFuture<Void> running;
    private CompletableFuture<Void> queued;

    Outbox(DatabaseContext database, EventLog log) {
        this.database = database;
        this.log = log;
    }

    /** Adds an event inside the caller's transaction. */
    public Uni<Void> add(ChatEvent event) {
        return OutboxEntity.of(event).persist().replaceWithVoid();
    }

    /** Adds events of one conversation, in their order, inside the caller's transaction: hundreds in one step. */
    public Uni<Void> addAll(List<ChatEvent> events) {
        if (events.size() == 1) {
            return add(events.getFirst());
        }
        List<OutboxEntity> rows = events.stream().map(OutboxEntity::of).toList();
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(ADD_ALL)
                        .setParameter("key", rows.getFirst().recordKey)
                        .setParameter(
                                "types", rows.stream().map(row -> row.type).collect(Collectors.joining("\n")))
                        .setParameter(
                                "payloads",
                                rows.stream().map(row -> row.payload).collect(Collectors.joining("\n")))
                        .setParameter("at", rows.getFirst().createdAt)
                        .executeUpdate())
                .replaceWithVoid();
    }

    /**
     * Publishes what is there, at the latest what was committed before this call. Never fails: what could not be
     * published stays for the sweep. Calls that come while a drain runs share the next one.
     */
    public Uni<Void> drain() {
        return Uni.createFrom().completionStage(this::join);
    }

    @Scheduled(every = "5s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> sweep() {
        return drain();
    }

    private CompletableFuture<Void> join() {
        CompletableFuture<Void> mine;
        synchronized (this) {
            if (running != null) {
                queued = queued == null ? new CompletableFuture<>() : queued;
                return queued;
            }
            mine = new CompletableFuture<>();
            running = mine;
        }
        start(mine);
        return mine;
    }

    private void start(CompletableFuture<Void> drain) {
        drainAll().subscribe().with(done -> finish(drain), failure -> {
            LOG.warnf("outbox not drained: %s", failure.getMessage());
            finish(drain);
        });
    }

    private void finish(CompletableFuture<Void> drain) {
        CompletableFuture<Void> next;
        synchronized (this) {
            next = queued;
            running = next;
            queued = null;
        }
        drain.complete(null);
        if (next != null) {
            start(next);
        }
    }

    private Uni<Void> drainAll() {
        if (!log.isConfirming()) {
            // The log keeps what it was given; giving it the same rows again would only fill its memory.
            return Uni.createFrom().voidItem();
        }
        return database.inTransaction(this::publishBatch)
                .chain(published ->
                        published == BATCH ? drainAll() : Uni.createFrom().voidItem());
    }

    private Uni<Integer> publishBatch() {
        return lock().chain(() -> OutboxEntity.<OutboxEntity>find("order by id")
                .page(Page.ofSize(BATCH))
                .list()
                .chain(this::publishAndDelete));
    }

    private Uni<Integer> publishAndDelete(List<OutboxEntity> rows) {
        if (rows.isEmpty()) {
            return Uni.createFrom().item(0);
        }
        // All are handed to the producer at once; it keeps their order within a conversation.
        List<Uni<Void>> sends = rows.stream().map(this::publish).toList();
        List<Long> ids = rows.stream().map(row -> row.id).toList();
        // Kafka answers on its own thread, the session belongs to this context.
        Context session = Vertx.currentContext();
        return Uni.join()
                .all(sends)
                .andFailFast()
                .ifNoItem()
                .after(PUBLISH_TIMEOUT)
                .fail()
                .emitOn(task -> session.runOnContext(ignored -> task.run()))
                .chain(() -> OutboxEntity.delete("id in ?1", ids))
                .replaceWith(rows.size());
    }

    private Uni<Void> publish(OutboxEntity row) {
        byte[] value = row.payload.getBytes(UTF_8);
        Headers headers = new RecordHeaders()
                .add(EventHeaders.TYPE, row.type.getBytes(UTF_8))
                .add(EventHeaders.VERSION, EventHeaders.CURRENT_VERSION.getBytes(UTF_8));
        return Uni.createFrom()
                .completionStage(() -> log.append(EventJson.readChatEvent(headers, value)))
                .replaceWithVoid();
    }

    private static Uni<Void> lock() {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery("SELECT 1 FROM pg_advisory_xact_lock(:key)", Integer.class)
                        .setParameter("key", DRAIN_LOCK)
                        .getSingleResult())
                .replaceWithVoid();
    }
}
