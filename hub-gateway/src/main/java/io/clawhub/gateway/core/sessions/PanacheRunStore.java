package io.clawhub.gateway.core.sessions;

import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.jboss.logging.Logger;

import io.clawhub.gateway.core.GatewayId;
import io.clawhub.gateway.core.HubError;
import io.clawhub.gateway.core.HubException;
import io.clawhub.gateway.core.outbox.DatabaseContext;
import io.clawhub.gateway.core.outbox.TransactionLock;

/** Runs in PostgreSQL. What changes the runs of a session holds the session's lock, on whatever gateway. */
@ApplicationScoped
public class PanacheRunStore implements RunStore {

    private static final Logger LOG = Logger.getLogger(PanacheRunStore.class);

    private static final String ACTIVE = RunState.ACTIVE.wireName();
    private static final String QUEUED = RunState.QUEUED.wireName();
    private static final String ENDED = RunState.ENDED.wireName();

    /** A repeated question is recognised this long after its run. */
    private static final Duration REMEMBERED = Duration.ofHours(24);

    private static final Duration OLD = Duration.ofMinutes(10);
    private static final int MAX_OLD = 100;

    private static final String TAKE_OVER =
            """
            UPDATE run SET keeper_id = :gatewayId WHERE id IN (
                SELECT r.id FROM run r
                WHERE r.state = 'active' AND NOT EXISTS (
                    SELECT 1 FROM gateway g WHERE g.id = r.keeper_id AND g.lease_until > now())
                ORDER BY r.position LIMIT 100 FOR UPDATE OF r SKIP LOCKED)
            RETURNING *""";

    private final GatewayId gatewayId;
    private final DatabaseContext database;

    PanacheRunStore(GatewayId gatewayId, DatabaseContext database) {
        this.gatewayId = gatewayId;
        this.database = database;
    }

    @Override
    public Uni<Queued> ask(AskedRun run) {
        return inSession(run.conversationId(), () -> RunEntity.<RunEntity>findById(run.id())
                .chain(before -> before != null
                        ? position(before).map(position -> new Queued(before.run(), position, true))
                        : insert(run)));
    }

    private Uni<Queued> insert(AskedRun run) {
        return count(run.conversationId()).chain(open -> {
            if (open > MAX_QUEUED) {
                throw new HubException(HubError.SESSION_BUSY, MAX_QUEUED + " are waiting in this session");
            }
            RunEntity row = row(run);
            if (open == 0) {
                begin(row);
            }
            return row.<RunEntity>persistAndFlush().map(saved -> new Queued(saved.run(), open.intValue(), false));
        });
    }

    private RunEntity row(AskedRun run) {
        RunEntity row = new RunEntity();
        row.id = run.id();
        row.conversationId = run.conversationId();
        row.participantId = run.participantId();
        row.agentId = run.agentId();
        row.prompt = run.prompt();
        row.metadata = run.metadata() == null ? null : run.metadata().toString();
        row.askedAt = DatabaseContext.now();
        row.keeperId = gatewayId.value();
        row.state = QUEUED;
        return row;
    }

    @Override
    public Uni<Void> left(AskedRun run) {
        return inSession(run.conversationId(), () -> RunEntity.<RunEntity>findById(run.id())
                .chain(before -> {
                    if (before != null) {
                        return Uni.createFrom().voidItem();
                    }
                    RunEntity row = row(run);
                    row.state = ENDED;
                    row.endedAt = DatabaseContext.now();
                    return row.persistAndFlush().replaceWithVoid();
                }));
    }

    private static Uni<Long> count(String conversationId) {
        return RunEntity.count("conversationId = ?1 and state <> ?2", conversationId, ENDED);
    }

    private static Uni<Integer> position(RunEntity row) {
        return RunEntity.count(
                        "conversationId = ?1 and state <> ?2 and position < ?3",
                        row.conversationId,
                        ENDED,
                        row.position)
                .map(Long::intValue);
    }

    private void begin(RunEntity row) {
        row.state = ACTIVE;
        row.keeperId = gatewayId.value();
        row.begunAt = DatabaseContext.now();
    }

    @Override
    public Uni<Void> prompted(String runId, long seq) {
        return database.inTransaction(() -> RunEntity.update("promptSeq = ?1 where id = ?2", seq, runId))
                .replaceWithVoid();
    }

    @Override
    public Uni<Ended> end(String runId, Outcome outcome) {
        return withRow(runId, new Ended(null, false, null), row -> {
            if (row.state.equals(ENDED)) {
                return Uni.createFrom().item(new Ended(row.run().outcome(), false, null));
            }
            close(row, outcome);
            return Panache.flush()
                    .chain(() -> beginNext(row.conversationId))
                    .map(next -> new Ended(outcome, true, next));
        });
    }

    /** Makes the first that waits active, unless one is; null if there is nothing to do. */
    private Uni<AskedRun> beginNext(String conversationId) {
        return RunEntity.<RunEntity>find("conversationId = ?1 and state <> ?2 order by position", conversationId, ENDED)
                .firstResult()
                .map(row -> {
                    if (row == null || row.state.equals(ACTIVE)) {
                        return null;
                    }
                    begin(row);
                    return row.run();
                });
    }

    /** Does something with a run under its session's lock; {@code absent} if there is no such run. */
    private <T> Uni<T> withRow(String runId, T absent, Function<RunEntity, Uni<T>> work) {
        return find(runId)
                .chain(run -> run == null
                        ? Uni.createFrom().item(absent)
                        : inSession(run.conversationId(), () -> RunEntity.<RunEntity>findById(runId)
                                .chain(row -> row == null ? Uni.createFrom().item(absent) : work.apply(row))));
    }

    private static void close(RunEntity row, Outcome outcome) {
        row.state = ENDED;
        row.outcome = outcome.wireName();
        row.endedAt = DatabaseContext.now();
    }

    @Override
    public Uni<AskedRun> drop(String runId) {
        return withRow(
                runId, null, row -> row.delete().chain(Panache::flush).chain(() -> beginNext(row.conversationId)));
    }

    @Override
    public Uni<Boolean> withdraw(String conversationId, String runId) {
        return withRow(runId, false, row -> {
            boolean waits = row.state.equals(QUEUED) && row.conversationId.equals(conversationId);
            if (waits) {
                close(row, Outcome.CANCELLED);
            }
            return Uni.createFrom().item(waits);
        });
    }

    @Override
    public Uni<List<AskedRun>> open(String conversationId) {
        return database.inSession(() -> RunEntity.<RunEntity>list(
                        "conversationId = ?1 and state <> ?2 order by position", conversationId, ENDED))
                .map(PanacheRunStore::runs);
    }

    @Override
    public Uni<AskedRun> find(String runId) {
        return database.inSession(() -> RunEntity.<RunEntity>findById(runId))
                .map(row -> row == null ? null : row.run());
    }

    @Override
    public Uni<List<AskedRun>> old() {
        return database.inSession(() -> RunEntity.<RunEntity>find(
                                "keeperId = ?1 and state = ?2 and begunAt < ?3 order by position",
                                gatewayId.value(),
                                ACTIVE,
                                DatabaseContext.now().minus(OLD))
                        .page(0, MAX_OLD)
                        .list())
                .map(PanacheRunStore::runs);
    }

    @Override
    public Uni<List<AskedRun>> takeOver() {
        return database.inTransaction(() -> Panache.getSession()
                        .chain(session -> session.createNativeQuery(TAKE_OVER, RunEntity.class)
                                .setParameter("gatewayId", gatewayId.value())
                                .getResultList()))
                .map(PanacheRunStore::runs);
    }

    private static List<AskedRun> runs(List<RunEntity> rows) {
        return rows.stream().map(RunEntity::run).toList();
    }

    private <T> Uni<T> inSession(String conversationId, Supplier<Uni<T>> work) {
        return database.inTransaction(
                () -> TransactionLock.SESSION.take(conversationId).chain(work::get));
    }

    @Scheduled(every = "10m", delayed = "1m", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> sweep() {
        return database.inTransaction(() -> RunEntity.delete(
                        "state = ?1 and endedAt < ?2",
                        ENDED,
                        DatabaseContext.now().minus(REMEMBERED)))
                .onFailure()
                .invoke(failure -> LOG.debugf("old runs not swept: %s", failure))
                .onFailure()
                .recoverWithNull()
                .replaceWithVoid();
    }
}
