package io.clawhub.gateway.core.administration;

import java.time.Duration;
import java.util.Optional;

import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.jboss.logging.Logger;

import io.clawhub.gateway.GatewayConfig;
import io.clawhub.gateway.core.Ids;
import io.clawhub.gateway.core.accounts.Account;
import io.clawhub.gateway.core.accounts.AccountStore;
import io.clawhub.gateway.core.accounts.Role;
import io.clawhub.gateway.core.audit.AuditEntry.Actor;
import io.clawhub.gateway.core.audit.AuditLog;
import io.clawhub.gateway.core.credentials.Passwords;
import io.clawhub.gateway.core.outbox.DatabaseContext;
import io.clawhub.gateway.core.outbox.TransactionLock;

/**
 * Makes the first administrator, {@code admin}, when there is none: of gateways that start together, one does. Its password is
 * {@code HUB_ADMIN_PASSWORD}, or a random one that stands in the log this once.
 */
@ApplicationScoped
class FirstAdministrator {

    static final String USERNAME = "admin";

    private static final Logger LOG = Logger.getLogger(FirstAdministrator.class);

    private static final String LOCK = "\nfirst administrator";
    private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    private final AccountStore accounts;
    private final Makers makers;
    private final Passwords passwords;
    private final AuditLog audit;
    private final DatabaseContext database;
    private final Optional<String> given;

    FirstAdministrator(Parts parts, Makers makers, Passwords passwords, AuditLog audit, GatewayConfig config) {
        this.accounts = parts.accounts();
        this.database = parts.database();
        this.makers = makers;
        this.passwords = passwords;
        this.audit = audit;
        this.given = config.admin().password();
    }

    void start(@Observes StartupEvent starting) {
        given.ifPresent(Passwords::checked);
        ensure().onFailure()
                .retry()
                .withBackOff(FIRST_PAUSE, LONGEST_PAUSE)
                .indefinitely()
                .subscribe()
                .with(done -> {}, failure -> LOG.error("no administrator could be made", failure));
    }

    /** Makes one unless there is one. */
    Uni<Void> ensure() {
        return database.inSession(accounts::countAdministrators)
                .chain(count -> count > 0 ? Uni.createFrom().voidItem() : make());
    }

    private Uni<Void> make() {
        String password = given.orElseGet(Passwords::random);
        return passwords
                .hash(password)
                .chain(hash -> database.inTransaction(() -> TransactionLock.ACCOUNTS
                        .take(LOCK)
                        .chain(accounts::countAdministrators)
                        .chain(count -> count > 0 ? Uni.createFrom().nullItem() : add(hash))))
                .invoke(made -> {
                    if (made != null) {
                        announce(made, password);
                    }
                })
                .replaceWithVoid();
    }

    private Uni<Account> add(String hash) {
        return accounts.isTaken(USERNAME).chain(taken -> {
            String username = taken ? Ids.fresh(USERNAME + "-", 4) : USERNAME;
            Account fresh = makers.person(username, null, Role.ADMIN);
            return makers.add(fresh)
                    .chain(() -> passwords.keep(fresh.participantId(), hash))
                    .chain(() -> audit.add(Actor.HUB, "user.create", fresh.participantId(), username, "role=admin"))
                    .replaceWith(fresh);
        });
    }

    private void announce(Account made, String password) {
        if (given.isPresent()) {
            LOG.infof("first administrator made: username=%s, password as configured", made.username());
        } else {
            // A warning, so that no usual level hides it: nobody could log in.
            LOG.warnf(
                    "**** First administrator: username %s, password %s (shown this once; please change it) ****",
                    made.username(), password);
        }
    }
}
