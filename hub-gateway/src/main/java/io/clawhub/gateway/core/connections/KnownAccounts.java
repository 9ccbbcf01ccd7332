package io.clawhub.gateway.core.connections;

import jakarta.enterprise.context.ApplicationScoped;
import org.jboss.logging.Logger;

import io.clawhub.gateway.core.accounts.AccountDirectory;

/** Has the accounts of those who are connected remembered, so that what they say carries their name. */
@ApplicationScoped
class KnownAccounts implements ConnectionListener {

    private static final Logger LOG = Logger.getLogger(KnownAccounts.class);

    private final AccountDirectory accounts;

    KnownAccounts(AccountDirectory accounts) {
        this.accounts = accounts;
    }

    @Override
    public void opened(ClientConnection connection) {
        String participantId = connection.caller().participantId();
        if (accounts.remembered(participantId) == null) {
            accounts.find(participantId)
                    .subscribe()
                    .with(found -> {}, failure -> LOG.debugf("account not remembered: %s", failure.getMessage()));
        }
    }
}
