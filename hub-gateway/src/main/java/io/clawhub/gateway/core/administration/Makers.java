package io.clawhub.gateway.core.administration;

import java.util.Locale;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

import io.clawhub.gateway.core.HubError;
import io.clawhub.gateway.core.HubException;
import io.clawhub.gateway.core.accounts.Account;
import io.clawhub.gateway.core.accounts.AccountStore;
import io.clawhub.gateway.core.accounts.Role;
import io.clawhub.gateway.core.outbox.DatabaseContext;
import io.clawhub.gateway.core.outbox.TransactionLock;

/** New accounts, and those that stand, for who changes them. */
@ApplicationScoped
class Makers {

    private static final int MIN_PERSON = 2;
    private static final int MIN_AGENT = 1;

    private final AccountStore accounts;

    Makers(AccountStore accounts) {
        this.accounts = accounts;
    }

    /** A person to be; who has no display name is called by the username. */
    Account person(String username, String displayName, Role role) {
        String name = ProfileText.username(username, MIN_PERSON);
        return Account.fresh(name, ProfileText.displayName(displayName, name), "", "", role, DatabaseContext.now());
    }

    /** An agent to be. */
    Account agent(String username, String displayName, String avatar, String description) {
        String name = ProfileText.username(username, MIN_AGENT);
        return Account.fresh(
                name,
                ProfileText.displayName(displayName, name),
                ProfileText.avatar(avatar, ""),
                ProfileText.description(description, ""),
                Role.AGENT,
                DatabaseContext.now());
    }

    /** Adds an account; fails with {@code CONFLICT} when its name is taken. Inside the caller's transaction. */
    Uni<Void> add(Account fresh) {
        return TransactionLock.ACCOUNTS
                .take(fresh.username().toLowerCase(Locale.ROOT))
                .chain(() -> accounts.add(fresh))
                .invoke(added -> {
                    if (!added) {
                        throw new HubException(HubError.CONFLICT, "this username is taken");
                    }
                })
                .replaceWithVoid();
    }

    /** An account as it stands, locked; fails with {@code USER_NOT_FOUND}. Inside the caller's transaction. */
    Uni<Account> locked(String accountId) {
        return accounts.lock(accountId)
                .onItem()
                .ifNull()
                .failWith(() -> new HubException(HubError.USER_NOT_FOUND, "no such account"));
    }
}
