package io.clawhub.gateway.core.services;

import java.util.function.Consumer;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import org.hibernate.reactive.mutiny.Mutiny;

/** Questions about a service that are asked in several places. They need a session. */
final class ServiceSql {

    /** A condition on {@code s.id}: a connection that offers it is on a gateway that lives. */
    static final String HAS_LIVE_BINDING =
            """
            EXISTS (SELECT 1 FROM service_binding b JOIN gateway g ON g.id = b.gateway_id
                    WHERE b.service_id = s.id AND g.lease_until > now())""";

    static final String IS_ONLINE = "SELECT " + HAS_LIVE_BINDING.replace("s.id", ":serviceId");

    static final String IS_PARTICIPANT =
            """
            SELECT EXISTS (SELECT 1 FROM member WHERE participant_id = :id)
                OR EXISTS (SELECT 1 FROM service WHERE owner_id = :id)""";

    private static final String ACTS_FOR =
            """
            SELECT EXISTS (SELECT 1 FROM service WHERE id = :serviceId AND owner_id = :participantId)
                OR EXISTS (SELECT 1 FROM service_binding b JOIN gateway g ON g.id = b.gateway_id
                           WHERE b.service_id = :serviceId AND b.participant_id = :participantId
                             AND g.lease_until > now())""";

    private ServiceSql() {}

    /** Whether this participant owns the service, or offers it on a live connection. */
    static Uni<Boolean> actsFor(String participantId, String serviceId) {
        return isTrue(ACTS_FOR, query -> query.setParameter("serviceId", serviceId)
                .setParameter("participantId", participantId));
    }

    static Uni<Boolean> isTrue(String sql, Consumer<Mutiny.SelectionQuery<Boolean>> parameters) {
        return Panache.getSession().chain(session -> {
            Mutiny.SelectionQuery<Boolean> query = session.createNativeQuery(sql, Boolean.class);
            parameters.accept(query);
            return query.getSingleResult();
        });
    }
}
