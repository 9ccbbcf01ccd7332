package io.clawhub.gateway.core.accounts;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

import io.clawhub.gateway.core.outbox.DatabaseContext;

/** Ownership and reservations in PostgreSQL: each question one statement, so that two gateways cannot both win. */
@ApplicationScoped
class PanacheParticipantStore implements ParticipantStore {

    private static final String FIND =
            """
            SELECT (SELECT user_id FROM participant WHERE id = :id),
                   EXISTS (SELECT 1 FROM reservation JOIN gateway ON gateway.id = reservation.gateway_id
                           WHERE participant_id = :id AND gateway_id <> :gateway AND lease_until > now())""";

    private static final String OWN =
            """
            INSERT INTO participant (id, user_id, first_seen_at) VALUES (:id, :user, :now) ON CONFLICT (id) DO NOTHING""";

    private static final String RESERVE =
            """
            INSERT INTO reservation AS held (participant_id, gateway_id, connection_id, since)
            SELECT :id, :gateway, :connection, cast(:now AS timestamptz)
            WHERE NOT EXISTS (SELECT 1 FROM participant
                              WHERE id = :id AND user_id IS DISTINCT FROM cast(:user AS text))
            ON CONFLICT (participant_id) DO UPDATE
            SET gateway_id = excluded.gateway_id, connection_id = excluded.connection_id, since = excluded.since
            WHERE held.gateway_id = excluded.gateway_id
               OR NOT EXISTS (SELECT 1 FROM gateway WHERE id = held.gateway_id AND lease_until > now())""";

    private static final String RELEASE =
            """
            DELETE FROM reservation
            WHERE participant_id = :id AND gateway_id = :gateway AND connection_id = :connection""";

    // A minute old: a gateway that has just started may reserve before its first lease.
    private static final String SWEEP =
            """
            DELETE FROM reservation held
            WHERE gateway_id <> :gateway AND since < now() - interval '1 minute'
              AND NOT EXISTS (SELECT 1 FROM gateway WHERE id = held.gateway_id AND lease_until > now())""";

    private final DatabaseContext database;

    PanacheParticipantStore(DatabaseContext database) {
        this.database = database;
    }

    @Override
    public Uni<Standing> find(String participantId, String gatewayId) {
        return database.inSession(() -> Panache.getSession()
                .chain(session -> session.createNativeQuery(FIND, Object[].class)
                        .setParameter("id", participantId)
                        .setParameter("gateway", gatewayId)
                        .getSingleResult())
                .map(row -> new Standing((String) row[0], (Boolean) row[1])));
    }

    @Override
    public Uni<Boolean> own(String participantId, String userId) {
        return database.inTransaction(() -> Panache.getSession()
                .chain(session -> session.createNativeQuery(OWN)
                        .setParameter("id", participantId)
                        .setParameter("user", userId)
                        .setParameter("now", DatabaseContext.now())
                        .executeUpdate())
                .map(rows -> rows == 1));
    }

    @Override
    public Uni<Boolean> reserve(String participantId, String userId, String gatewayId, String connectionId) {
        return database.inTransaction(() -> Panache.getSession()
                .chain(session -> session.createNativeQuery(RESERVE)
                        .setParameter("id", participantId)
                        .setParameter("user", userId)
                        .setParameter("gateway", gatewayId)
                        .setParameter("connection", connectionId)
                        .setParameter("now", DatabaseContext.now())
                        .executeUpdate())
                .map(rows -> rows == 1));
    }

    @Override
    public Uni<Void> release(String participantId, String gatewayId, String connectionId) {
        return database.inTransaction(() -> Panache.getSession()
                .chain(session -> session.createNativeQuery(RELEASE)
                        .setParameter("id", participantId)
                        .setParameter("gateway", gatewayId)
                        .setParameter("connection", connectionId)
                        .executeUpdate())
                .replaceWithVoid());
    }

    @Override
    public Uni<Integer> sweep(String gatewayId) {
        return database.inTransaction(() -> Panache.getSession().chain(session -> session.createNativeQuery(SWEEP)
                .setParameter("gateway", gatewayId)
                .executeUpdate()));
    }
}
