package io.clawhub.gateway.core.audit;

import java.util.List;

import io.quarkus.panache.common.Page;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

import io.clawhub.gateway.core.audit.AuditEntry.Actor;
import io.clawhub.gateway.core.outbox.DatabaseContext;

/** The audit in PostgreSQL. */
@ApplicationScoped
public class AuditLog {

    /** Most entries in one listing. */
    public static final int MAX_LISTED = 500;

    private final DatabaseContext database;

    AuditLog(DatabaseContext database) {
        this.database = database;
    }

    /**
     * Writes an act down. Inside the caller's transaction.
     *
     * @param details what exactly; never a secret
     */
    public Uni<Void> add(Actor actor, String act, String subjectId, String subjectName, String details) {
        AuditEntity row = new AuditEntity();
        row.at = DatabaseContext.now();
        row.actorId = actor.id();
        row.actorName = actor.name();
        row.origin = actor.origin();
        row.act = act;
        row.subjectId = subjectId;
        row.subjectName = subjectName;
        row.details = details;
        return row.persistAndFlush().replaceWithVoid();
    }

    /**
     * Acts, the newest first.
     *
     * @param limit at most {@link #MAX_LISTED}
     * @param before only those with a smaller number
     */
    public Uni<List<AuditEntry>> list(int limit, long before) {
        return database.inSession(() -> AuditEntity.<AuditEntity>find("id < ?1 order by id desc", before)
                .page(Page.ofSize(Math.clamp(limit, 1, MAX_LISTED)))
                .list()
                .map(rows -> rows.stream().map(AuditEntity::entry).toList()));
    }
}
