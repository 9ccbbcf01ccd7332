package io.clawhub.gateway.core.routing;

import java.util.function.Consumer;

import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import org.jboss.logging.Logger;

import io.clawhub.events.DirectoryChanged;
import io.clawhub.gateway.core.accounts.AccountDirectory;
import io.clawhub.gateway.core.accounts.Accounts;
import io.clawhub.gateway.core.accounts.Identities;
import io.clawhub.gateway.core.calls.Providers;
import io.clawhub.gateway.core.connections.ClientConnection;
import io.clawhub.gateway.core.connections.ConnectionRegistry;
import io.clawhub.gateway.core.credentials.Credentials;
import io.clawhub.gateway.core.log.DirectoryReader;
import io.clawhub.gateway.core.outbound.CloseReason;
import io.clawhub.gateway.core.services.ServiceRegistry;

/** Makes this gateway forget what another one changed. */
@ApplicationScoped
public class DirectoryRouter implements DirectoryReader {

    private static final Logger LOG = Logger.getLogger(DirectoryRouter.class);

    /** The connection that made the id its user's is still being told so itself. */
    private static final long SETTLE_MILLIS = 1_000;

    private final ServiceRegistry services;
    private final Providers providers;
    private final Accounts accounts;
    private final AccountDirectory directory;
    private final Credentials credentials;
    private final Identities identities;
    private final ConnectionRegistry connections;
    private final Vertx vertx;

    DirectoryRouter(
            ServiceRegistry services,
            Providers providers,
            Accounts accounts,
            AccountDirectory directory,
            Credentials credentials,
            Identities identities,
            ConnectionRegistry connections,
            Vertx vertx) {
        this.services = services;
        this.providers = providers;
        this.accounts = accounts;
        this.directory = directory;
        this.credentials = credentials;
        this.identities = identities;
        this.connections = connections;
        this.vertx = vertx;
    }

    @Override
    public void read(DirectoryChanged change) {
        Consumer<String> forgetting =
                switch (change.entity()) {
                    case SERVICE -> this::service;
                    case USER -> accounts::forget;
                    case PARTICIPANT -> this::participant;
                    case ACCOUNT -> directory::changed;
                    case CREDENTIAL -> credentials::forget;
                };
        forgetting.accept(change.id());
    }

    private void service(String serviceId) {
        services.forget(serviceId);
        providers.changed(serviceId);
    }

    private void participant(String participantId) {
        accounts.forget(participantId);
        if (connections.of(participantId).length > 0) {
            vertx.setTimer(SETTLE_MILLIS, timer -> closeOthers(participantId));
        }
    }

    /** Who claimed the id by name while it belonged to nobody has to go: it is a user's now. */
    private void closeOthers(String participantId) {
        identities
                .ownerOf(participantId)
                .subscribe()
                .with(
                        owner -> owner.ifPresent(userId -> {
                            for (ClientConnection connection : connections.of(participantId)) {
                                if (!userId.equals(connection.caller().userId())) {
                                    connection.outbound().close(CloseReason.NOT_THEIRS);
                                }
                            }
                        }),
                        failure ->
                                LOG.warnf("owner not known: participantId=%s %s", participantId, failure.getMessage()));
    }
}
