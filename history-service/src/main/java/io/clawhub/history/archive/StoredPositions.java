package io.clawhub.history.archive;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;

import io.clawhub.events.Topics;
import io.clawhub.history.HistoryConfig;

/**
 * How far each partition of {@code chat.events} is stored, as this instance knows it, and who waits for it.
 *
 * <p>The view is a hint for when to read, never an answer: it may run ahead of a database that lost its last moment in a
 * crash. Answers carry the positions read from the database itself.
 */
@ApplicationScoped
public class StoredPositions {

    private static final int MOST_WAITERS = 10_000;
    private static final Duration REREAD_WITHIN = Duration.ofMillis(500);
    private static final String READ = "SELECT partition, next_offset FROM ingest_position WHERE topic = $1";

    private final Pool pool;
    private final Vertx vertx;
    private final long rereadMillis;
    private final Map<Integer, Long> stored = new ConcurrentHashMap<>();
    private final Queue<Waiter> waiters = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waiting = new AtomicInteger();
    private final AtomicBoolean rereading = new AtomicBoolean();

    StoredPositions(Pool pool, Vertx vertx, HistoryConfig config) {
        this.pool = pool;
        this.vertx = vertx;
        this.rereadMillis = Math.max(1, config.positionsReread().toMillis());
    }

    /** Takes note of positions just committed by this instance, or found in the database. */
    public void set(Map<Integer, Long> positions) {
        stored.putAll(positions);
        wake();
    }

    /**
     * Completes when all positions asked for are stored, when the time is over, or when the database does not answer;
     * never fails. With too many waiting already it completes at once.
     */
    public Uni<Void> reached(Map<Integer, Long> positions, Duration atMost) {
        if (covers(positions) || waiting.get() >= MOST_WAITERS) {
            return Uni.createFrom().voidItem();
        }
        return Uni.createFrom()
                .<Void>emitter(emitter -> {
                    Waiter waiter = new Waiter(positions, emitter);
                    emitter.onTermination(() -> drop(waiter));
                    waiting.incrementAndGet();
                    waiters.add(waiter);
                    wake();
                    reread();
                })
                .ifNoItem()
                .after(atMost)
                .recoverWithUni(Uni.createFrom().voidItem());
    }

    /** The positions in the database, asked over the given connection or pool. */
    public static Map<Integer, Long> from(RowSet<Row> rows) {
        Map<Integer, Long> positions = new HashMap<>();
        for (Row row : rows) {
            positions.put(row.getInteger(0), row.getLong(1));
        }
        return positions;
    }

    /** The statement whose rows {@link #from} reads, with the topic's name as its parameter. */
    public static String sql() {
        return READ;
    }

    /** Whether all positions asked for are known to be stored. */
    public boolean covers(Map<Integer, Long> positions) {
        for (Map.Entry<Integer, Long> wanted : positions.entrySet()) {
            if (stored.getOrDefault(wanted.getKey(), 0L) < wanted.getValue()) {
                return false;
            }
        }
        return true;
    }

    private void wake() {
        for (Waiter waiter : waiters) {
            if (covers(waiter.positions)) {
                release(waiter);
            }
        }
    }

    private void drop(Waiter waiter) {
        if (waiters.remove(waiter)) {
            waiting.decrementAndGet();
        }
    }

    private void release(Waiter waiter) {
        drop(waiter);
        waiter.emitter.complete(null);
    }

    /** One read at a time, and the next one only while someone waits. */
    private void reread() {
        if (!rereading.compareAndSet(false, true)) {
            return;
        }
        pool.preparedQuery(READ)
                .execute(Tuple.of(Topics.CHAT_EVENTS.topic()))
                .ifNoItem()
                .after(REREAD_WITHIN)
                .fail()
                .subscribe()
                .with(rows -> reread(from(rows)), failure -> giveUp());
    }

    private void reread(Map<Integer, Long> positions) {
        set(positions);
        vertx.setTimer(rereadMillis, timer -> {
            rereading.set(false);
            if (!waiters.isEmpty()) {
                reread();
            }
        });
    }

    private void giveUp() {
        rereading.set(false);
        waiters.forEach(this::release);
    }

    private record Waiter(Map<Integer, Long> positions, UniEmitter<? super Void> emitter) {}
}
