package io.clawhub.history.query;

import java.util.Map;
import java.util.function.Supplier;

import io.smallrye.mutiny.TimeoutException;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import org.jboss.logging.Logger;

import io.clawhub.history.HistoryConfig;
import io.clawhub.history.archive.StoredPositions;

/** How long an answer may take: a wait for positions, and then the database's time limit. */
@ApplicationScoped
class Answers {

    private static final Logger LOG = Logger.getLogger(Answers.class);

    private final StoredPositions positions;
    private final HistoryConfig config;

    Answers(StoredPositions positions, HistoryConfig config) {
        this.positions = positions;
        this.config = config;
    }

    /** The answer once the positions are stored, or waited for long enough: the caller looks; fails when the database takes too long. */
    <T> Uni<T> after(Map<Integer, Long> wanted, Supplier<Uni<T>> query) {
        if (wanted.isEmpty()) {
            return of(query);
        }
        // Whoever stored the last position woke us, on a thread of its own; the query belongs to the request's context.
        Context request = Vertx.currentContext();
        return positions
                .reached(wanted, config.positionsWait())
                .emitOn(task -> request.runOnContext(ignored -> task.run()))
                .chain(() -> of(query));
    }

    /** The answer once the positions are stored; fails when they are not in time: a page with a hole is no answer. */
    <T> Uni<T> onceStored(Map<Integer, Long> wanted, Supplier<Uni<T>> query) {
        return after(wanted, () -> {
            if (!positions.covers(wanted)) {
                LOG.debugf("behind wanted=%s", wanted);
                return Uni.createFrom().failure(new TimeoutException());
            }
            return query.get();
        });
    }

    /** The answer; fails when the database takes too long. */
    <T> Uni<T> of(Supplier<Uni<T>> query) {
        // The query is left to end by itself: a session must not be closed from the thread that noticed the time.
        return Uni.createFrom()
                .<T>emitter(answer -> query.get().subscribe().with(answer::complete, answer::fail))
                .ifNoItem()
                .after(config.answerWithin())
                .fail();
    }
}
