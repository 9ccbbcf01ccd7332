package io.clawhub.gateway.core.administration;

import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;

import io.clawhub.events.DirectoryChanged;
import io.clawhub.events.Topics;
import io.clawhub.gateway.core.accounts.AccountDirectory;
import io.clawhub.gateway.core.credentials.Credentials;
import io.clawhub.gateway.core.log.EventLog;

/** Tells every gateway, this one first, what was committed. */
@ApplicationScoped
class Announcer {

    private final AccountDirectory directory;
    private final Credentials credentials;
    private final EventLog log;

    Announcer(AccountDirectory directory, Credentials credentials, EventLog log) {
        this.directory = directory;
        this.credentials = credentials;
        this.log = log;
    }

    /** An account was made, changed or removed. */
    void changed(String accountId) {
        directory.changed(accountId);
        DirectoryChanged change = new DirectoryChanged(DirectoryChanged.Entity.ACCOUNT, accountId);
        log.publish(Topics.HUB_DIRECTORY, change.key(), change);
    }

    /** These sessions and tokens have ended. */
    void ended(List<String> credentialIds) {
        credentials.ended(credentialIds);
    }
}
