package io.clawhub.gateway.core.calls;

import java.util.List;
import java.util.function.Supplier;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

import io.clawhub.gateway.core.GatewayId;
import io.clawhub.gateway.core.leases.GatewayLease;
import io.clawhub.gateway.core.outbox.DatabaseContext;
import io.clawhub.gateway.core.services.ServiceListener;

/** Bindings in PostgreSQL. They hang on the row of their gateway's lease, and end with it. */
@ApplicationScoped
public class PanacheBindingStore implements BindingStore, ServiceListener {

    // The driver would quote a text that is a jsonb parameter, so it is cast twice.
    // Only for the life of the service in which it was offered: a binding must never serve a stranger's calls.
    private static final String INSERT =
            """
            INSERT INTO service_binding (service_id, gateway_id, connection_id, participant_id, bound_at)
            SELECT x.service_id, :gatewayId, x.connection_id, x.participant_id, to_timestamp(x.bound_at / 1000.0)
            FROM jsonb_to_recordset(CAST(CAST(:bindings AS text) AS jsonb))
                 AS x(service_id text, connection_id text, participant_id text, registration int, bound_at bigint)
            JOIN service s ON s.id = x.service_id AND s.registration = x.registration AND s.withdrawn_at IS NULL
            ON CONFLICT (service_id, gateway_id, connection_id) DO UPDATE SET bound_at = excluded.bound_at""";

    private static final String DELETE =
            """
            DELETE FROM service_binding b
            USING jsonb_to_recordset(CAST(CAST(:bindings AS text) AS jsonb)) AS x(service_id text, connection_id text)
            WHERE b.gateway_id = :gatewayId AND b.service_id = x.service_id AND b.connection_id = x.connection_id""";

    private static final String DELETE_ALL = "DELETE FROM service_binding WHERE gateway_id = :gatewayId";

    // Single writes share the gateway's row, writing all of them excludes everybody else.
    private static final String SHARE = "SELECT 1 FROM gateway WHERE id = :gatewayId FOR KEY SHARE";
    private static final String EXCLUDE = "SELECT 1 FROM gateway WHERE id = :gatewayId FOR UPDATE";

    private static final String NEWEST =
            """
            SELECT b.gateway_id FROM service_binding b JOIN gateway g ON g.id = b.gateway_id
            WHERE b.service_id = :serviceId AND g.lease_until > now()
            ORDER BY b.bound_at DESC, b.connection_id LIMIT 1""";

    private final GatewayId gatewayId;
    private final GatewayLease lease;
    private final DatabaseContext database;

    PanacheBindingStore(GatewayId gatewayId, GatewayLease lease, DatabaseContext database) {
        this.gatewayId = gatewayId;
        this.lease = lease;
        this.database = database;
    }

    @Override
    public Uni<Boolean> bind(Binding binding) {
        return lease.ensure()
                .chain(() -> database.inTransaction(() -> execute(INSERT, json(List.of(binding)))))
                .map(rows -> rows == 1);
    }

    @Override
    public Uni<Void> unbind(List<Binding> bindings) {
        return database.inTransaction(() -> lock(SHARE).chain(() -> execute(DELETE, json(bindings))))
                .replaceWithVoid();
    }

    /** Makes the table say what this gateway holds, in a transaction of its own. */
    Uni<Void> replaceAll(Supplier<List<Binding>> held) {
        return database.inTransaction(() -> lock(EXCLUDE).chain(() -> replaceAllInTransaction(held)));
    }

    /** The same inside a transaction that holds the gateway's row: what is held must be read after that lock. */
    Uni<Void> replaceAllInTransaction(Supplier<List<Binding>> held) {
        return execute(DELETE_ALL, null)
                .chain(() -> {
                    List<Binding> bindings = held.get();
                    return bindings.isEmpty() ? Uni.createFrom().item(0) : execute(INSERT, json(bindings));
                })
                .replaceWithVoid();
    }

    @Override
    public Uni<String> gatewayOf(String serviceId) {
        return database.inSession(
                () -> Panache.getSession().chain(session -> session.createNativeQuery(NEWEST, String.class)
                        .setParameter("serviceId", serviceId)
                        .getSingleResultOrNull()));
    }

    @Override
    public Uni<Void> withdrawn(String serviceId) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery("DELETE FROM service_binding WHERE service_id = :serviceId")
                        .setParameter("serviceId", serviceId)
                        .executeUpdate())
                .replaceWithVoid();
    }

    private Uni<Void> lock(String sql) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(sql, Integer.class)
                        .setParameter("gatewayId", gatewayId.value())
                        .getSingleResultOrNull())
                .replaceWithVoid();
    }

    private Uni<Integer> execute(String sql, ArrayNode bindings) {
        return Panache.getSession().chain(session -> {
            var statement = session.createNativeQuery(sql).setParameter("gatewayId", gatewayId.value());
            if (bindings != null) {
                statement.setParameter("bindings", bindings.toString());
            }
            return statement.executeUpdate();
        });
    }

    private static ArrayNode json(List<Binding> bindings) {
        ArrayNode rows = JsonNodeFactory.instance.arrayNode();
        bindings.forEach(binding -> rows.addObject()
                .put("service_id", binding.serviceId())
                .put("connection_id", binding.connectionId())
                .put("participant_id", binding.connection().caller().participantId())
                .put("registration", binding.registration())
                .put("bound_at", binding.boundAtMillis()));
        return rows;
    }
}
