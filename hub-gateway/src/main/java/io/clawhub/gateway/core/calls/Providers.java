package io.clawhub.gateway.core.calls;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;

import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.jboss.logging.Logger;

import io.clawhub.gateway.core.HubError;
import io.clawhub.gateway.core.HubException;
import io.clawhub.gateway.core.Reply;
import io.clawhub.gateway.core.ServiceCommand.RegisterService;
import io.clawhub.gateway.core.ServiceReply.ServiceRegistered;
import io.clawhub.gateway.core.connections.ClientConnection;
import io.clawhub.gateway.core.connections.ConnectionListener;
import io.clawhub.gateway.core.connections.ConnectionRegistry;
import io.clawhub.gateway.core.leases.LeaseListener;
import io.clawhub.gateway.core.services.RegisteredService;
import io.clawhub.gateway.core.services.ServiceRegistry;

/**
 * Which connections offer which services: a service is online as long as one of them is open on a gateway that lives. No
 * heartbeat is needed, and nothing is told to anybody who did not ask.
 *
 * <p>This gateway's own bindings are in memory, everybody's are in {@code service_binding}. When the two may differ (a
 * write failed, the lease was lost) the table is written anew from memory.
 */
@ApplicationScoped
public class Providers implements ConnectionListener, LeaseListener {

    private static final Logger LOG = Logger.getLogger(Providers.class);

    private static final long REPAIR_MILLIS = 2_000;

    private final ServiceOwners owners;
    private final ServiceRegistry services;
    private final ConnectionRegistry connections;
    private final PanacheBindingStore store;
    private final LocalBindings local;
    private final AtomicBoolean unsure = new AtomicBoolean();

    Providers(
            ServiceOwners owners,
            ServiceRegistry services,
            ConnectionRegistry connections,
            LocalBindings local,
            PanacheBindingStore store) {
        this.owners = owners;
        this.services = services;
        this.connections = connections;
        this.local = local;
        this.store = store;
    }

    void start(@Observes StartupEvent starting, Vertx vertx) {
        vertx.setPeriodic(REPAIR_MILLIS, timer -> repair());
    }

    /** Registers a service and binds it to the connection. */
    public CompletionStage<? extends Reply> register(ClientConnection connection, RegisterService command) {
        return owners.decide(connection.caller(), command)
                .chain(services::register)
                .call(service -> bind(connection, service))
                .map(service -> new ServiceRegistered(service.serviceId(), service.conversationId()))
                .subscribeAsCompletionStage();
    }

    private Uni<Void> bind(ClientConnection connection, RegisteredService service) {
        Binding binding =
                local.bind(connection, service.serviceId(), service.registration(), System.currentTimeMillis());
        if (!isOpen(connection)) {
            // It went between the command and now, and whoever listens for that has passed.
            local.unbind(connection);
            return Uni.createFrom().voidItem();
        }
        return store.bind(binding)
                .onFailure()
                .invoke(() -> unsure.set(true))
                .invoke(bound -> {
                    if (!bound) {
                        throw new HubException(HubError.SERVICE_NOT_FOUND, "the service was withdrawn meanwhile");
                    }
                })
                .onFailure()
                .invoke(() -> local.unbind(binding))
                // Closed while the row was being written: the closing may have come first.
                .invoke(() -> unsure.compareAndSet(false, !isOpen(connection)))
                .replaceWithVoid();
    }

    private boolean isOpen(ClientConnection connection) {
        return Arrays.asList(connections.of(connection.caller().participantId()))
                .contains(connection);
    }

    @Override
    public void closed(ClientConnection connection) {
        List<Binding> gone = local.unbind(connection);
        if (!gone.isEmpty()) {
            store.unbind(gone).subscribe().with(done -> {}, failure -> {
                LOG.warnf("bindings not removed, trying again: %s", failure.getMessage());
                unsure.set(true);
            });
        }
    }

    @Override
    public Uni<Void> taken(String gatewayId) {
        return store.replaceAllInTransaction(local::all);
    }

    /** Some gateway changed a service: bindings from an earlier life of it are none any more. */
    public void changed(String serviceId) {
        if (local.offers(serviceId)) {
            services.find(serviceId)
                    .subscribe()
                    .with(
                            service -> local.keepOnly(
                                    serviceId,
                                    service.map(RegisteredService::registration).orElse(null)),
                            failure -> LOG.debugf("service not looked up: %s", failure.getMessage()));
        }
    }

    private void repair() {
        if (unsure.compareAndSet(true, false)) {
            store.replaceAll(local::all).subscribe().with(done -> {}, failure -> unsure.set(true));
        }
    }
}
