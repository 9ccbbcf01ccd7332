package io.clawhub.gateway.core.calls;

import java.time.Duration;
import java.util.List;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

import io.clawhub.events.StreamEvent.CallKind;
import io.clawhub.gateway.core.Caller;
import io.clawhub.gateway.core.HubError;
import io.clawhub.gateway.core.HubException;
import io.clawhub.gateway.core.Ids;
import io.clawhub.gateway.core.outbox.DatabaseContext;
import io.clawhub.gateway.core.outbox.TransactionLock;
import io.clawhub.gateway.core.services.ServiceListener;
import io.clawhub.gateway.core.services.ServiceListing;
import io.clawhub.gateway.core.services.ServiceRegistry;

/**
 * The ways of participants to services. A tunnel survives restarts; it ends with its service, when its consumer closes
 * it, or when nobody called over it for a week.
 */
@ApplicationScoped
public class Tunnels implements ServiceListener {

    static final int MAX_PER_CONSUMER = 100;

    private static final String EXTERNAL = "external";
    private static final int ID_DIGITS = 12;
    private static final Duration UNUSED = Duration.ofDays(7);
    /** A call need not write: the last use is known this exactly. */
    private static final Duration USE_PRECISION = Duration.ofHours(1);

    private final ServiceRegistry services;
    private final CallRouter calls;
    private final BindingStore bindings;
    private final DatabaseContext database;

    Tunnels(ServiceRegistry services, CallRouter calls, BindingStore bindings, DatabaseContext database) {
        this.services = services;
        this.calls = calls;
        this.bindings = bindings;
        this.database = database;
    }

    /** Opens a new one each time. The provider of an external service is asked first. */
    Uni<Tunnel> open(Caller caller, String serviceId) {
        TunnelEntity row = new TunnelEntity();
        row.id = Ids.fresh("", ID_DIGITS);
        row.serviceId = Ids.checked(serviceId, "service_id");
        row.consumerId = caller.participantId();
        return services.checkAccess(caller, serviceId)
                .chain(() -> services.describe(serviceId))
                .call(service -> EXTERNAL.equals(service.executionMode())
                        ? confirm(row)
                        : Uni.createFrom().voidItem())
                .chain(service -> insert(row, service));
    }

    private Uni<Void> confirm(TunnelEntity row) {
        var question = JsonNodeFactory.instance.objectNode().put("tunnel_id", row.id);
        return bindings.gatewayOf(row.serviceId)
                .onItem()
                .ifNull()
                .failWith(CallRouter::offline)
                .chain(gateway -> Uni.createFrom()
                        .completionStage(
                                () -> calls.ask(CallKind.TUNNEL, row.serviceId, row.consumerId, question, gateway)))
                .map(answer -> {
                    if (!answer.path("accepted").asBoolean(false)) {
                        throw new HubException(HubError.PROVIDER_REFUSED, "the provider refused the channel");
                    }
                    return null;
                });
    }

    private Uni<Tunnel> insert(TunnelEntity row, ServiceListing service) {
        row.executionMode = service.executionMode();
        row.endpoint = service.document().path("endpoint").asText(null);
        row.openedAt = DatabaseContext.now();
        row.usedAt = row.openedAt;
        return database.inTransaction(() -> TransactionLock.PARTICIPANTS
                .take(row.consumerId)
                .chain(() -> TunnelEntity.count("consumerId", row.consumerId))
                .chain(count -> {
                    if (count >= MAX_PER_CONSUMER) {
                        throw new HubException(
                                HubError.RATE_LIMITED, "at most " + MAX_PER_CONSUMER + " tunnels; close one first");
                    }
                    return row.<TunnelEntity>persist();
                })
                .map(TunnelEntity::tunnel));
    }

    /** A tunnel of this caller; fails with {@link HubError#TUNNEL_NOT_FOUND}. */
    Uni<Tunnel> use(Caller caller, String tunnelId) {
        return database.inSession(() -> TunnelEntity.<TunnelEntity>findById(tunnelId))
                .map(row -> {
                    if (row == null || !row.consumerId.equals(caller.participantId())) {
                        throw new HubException(HubError.TUNNEL_NOT_FOUND, "no such tunnel");
                    }
                    return row;
                })
                .call(row -> row.usedAt.isBefore(DatabaseContext.now().minus(USE_PRECISION))
                        ? touch(row.id)
                        : Uni.createFrom().voidItem())
                .map(TunnelEntity::tunnel);
    }

    private Uni<Integer> touch(String tunnelId) {
        return database.inTransaction(
                () -> TunnelEntity.update("usedAt = ?1 where id = ?2", DatabaseContext.now(), tunnelId));
    }

    Uni<Void> close(Caller caller, String tunnelId) {
        return database.inTransaction(
                        () -> TunnelEntity.delete("id = ?1 and consumerId = ?2", tunnelId, caller.participantId()))
                .replaceWithVoid();
    }

    Uni<List<Tunnel>> list(Caller caller) {
        return database.inSession(() -> TunnelEntity.<TunnelEntity>list(
                        "consumerId = ?1 order by openedAt, id", caller.participantId()))
                .map(rows -> rows.stream().map(TunnelEntity::tunnel).toList());
    }

    @Override
    public Uni<Void> withdrawn(String serviceId) {
        return TunnelEntity.delete("serviceId", serviceId).replaceWithVoid();
    }

    @Scheduled(every = "1h", delayed = "1m", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> sweep() {
        return database.inTransaction(() ->
                        TunnelEntity.delete("usedAt < ?1", DatabaseContext.now().minus(UNUSED)))
                .replaceWithVoid()
                .onFailure()
                .recoverWithNull();
    }
}
