package io.clawhub.gateway.core.routing;

import jakarta.enterprise.context.ApplicationScoped;

import io.clawhub.events.DirectoryChanged;
import io.clawhub.gateway.core.accounts.Accounts;
import io.clawhub.gateway.core.calls.Providers;
import io.clawhub.gateway.core.log.DirectoryReader;
import io.clawhub.gateway.core.services.ServiceRegistry;

/** Makes this gateway forget what another one changed. */
@ApplicationScoped
public class DirectoryRouter implements DirectoryReader {

    private final ServiceRegistry services;
    private final Providers providers;
    private final Accounts accounts;

    DirectoryRouter(ServiceRegistry services, Providers providers, Accounts accounts) {
        this.services = services;
        this.providers = providers;
        this.accounts = accounts;
    }

    @Override
    public void read(DirectoryChanged change) {
        if (change.entity() == DirectoryChanged.Entity.SERVICE) {
            services.forget(change.id());
            providers.changed(change.id());
        } else {
            accounts.forget(change.id());
        }
    }
}
