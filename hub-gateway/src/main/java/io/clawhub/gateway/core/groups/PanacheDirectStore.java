package io.clawhub.gateway.core.groups;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

import io.clawhub.events.HistoryCleared;
import io.clawhub.gateway.core.outbox.DatabaseContext;
import io.clawhub.gateway.core.outbox.Outbox;

/** Who does not want to see which direct conversation, in PostgreSQL. */
@ApplicationScoped
class PanacheDirectStore {

    private static final String SHOW =
            """
            UPDATE member SET cleared_seq = NULL
            WHERE conversation_id = :id AND participant_id = :participantId AND cleared_seq IS NOT NULL""";

    private static final String CLEAR =
            """
            UPDATE member SET cleared_seq = greatest(cleared_seq, :seq)
            WHERE conversation_id = :id AND participant_id = :participantId""";

    private final DatabaseContext database;
    private final Outbox outbox;

    PanacheDirectStore(DatabaseContext database, Outbox outbox) {
        this.database = database;
        this.outbox = outbox;
    }

    /** The participant wants to see it again; what is hidden of it stays hidden. */
    Uni<Void> show(String conversationId, String participantId) {
        return database.inTransaction(() -> Panache.getSession().chain(session -> session.createNativeQuery(SHOW)
                        .setParameter("id", conversationId)
                        .setParameter("participantId", participantId)
                        .executeUpdate()))
                .replaceWithVoid();
    }

    /** Hides it, here and in history; published before the call completes if the log answers. */
    Uni<Void> clear(HistoryCleared cleared) {
        return database.inTransaction(() -> Panache.getSession()
                        .chain(session -> session.createNativeQuery(CLEAR)
                                .setParameter("id", cleared.conversationId())
                                .setParameter("participantId", cleared.participantId())
                                .setParameter("seq", cleared.upToSeq())
                                .executeUpdate())
                        .chain(() -> outbox.add(cleared)))
                .chain(outbox::drain);
    }
}
