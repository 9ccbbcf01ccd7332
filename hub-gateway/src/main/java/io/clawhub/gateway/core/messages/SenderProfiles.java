package io.clawhub.gateway.core.messages;

import java.util.function.Function;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import io.clawhub.events.SenderProfile;
import io.clawhub.gateway.core.accounts.Account;
import io.clawhub.gateway.core.accounts.AccountDirectory;

/**
 * Who senders with an account are, as far as memory goes: it goes along with what they say, so that whoever hears it need ask
 * nobody for a name.
 */
@ApplicationScoped
public class SenderProfiles {

    private final Function<String, Account> accounts;

    @Inject
    SenderProfiles(AccountDirectory accounts) {
        this(accounts::remembered);
    }

    SenderProfiles(Function<String, Account> accounts) {
        this.accounts = accounts;
    }

    /** Null for whoever has no account, or none that is remembered. */
    SenderProfile of(String participantId) {
        Account account = accounts.apply(participantId);
        return account == null ? null : new SenderProfile(account.displayName(), account.avatar(), account.isAgent());
    }
}
