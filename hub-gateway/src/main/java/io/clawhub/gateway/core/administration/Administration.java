package io.clawhub.gateway.core.administration;

import java.time.Duration;
import java.util.List;
import java.util.function.Function;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

import io.clawhub.gateway.core.HubError;
import io.clawhub.gateway.core.HubException;
import io.clawhub.gateway.core.accounts.Account;
import io.clawhub.gateway.core.accounts.AccountStore;
import io.clawhub.gateway.core.accounts.Role;
import io.clawhub.gateway.core.audit.AuditEntry.Actor;
import io.clawhub.gateway.core.audit.AuditLog;
import io.clawhub.gateway.core.credentials.CredentialKind;
import io.clawhub.gateway.core.credentials.CredentialStore;
import io.clawhub.gateway.core.credentials.Passwords;
import io.clawhub.gateway.core.outbox.DatabaseContext;
import io.clawhub.gateway.core.outbox.TransactionLock;

/**
 * What administrators do with accounts; who may ask is checked by who calls. Fails with {@code USER_NOT_FOUND} also for a person
 * where an agent is meant and the other way round, {@code MISSING_FIELDS} or {@code INVALID_TEXT} for texts that cannot be,
 * {@code CONFLICT} for a name that is taken and for what would leave no administrator, and {@code DIRECTORY_UNAVAILABLE}.
 */
@ApplicationScoped
public class Administration {

    private static final String ADMINISTRATORS = "\nadministrators";

    private final AccountStore accounts;
    private final DatabaseContext database;
    private final Makers makers;
    private final Departures departures;
    private final Passwords passwords;
    private final CredentialStore credentials;
    private final AuditLog audit;
    private final Announcer announcer;

    /** Whom an act is for. */
    public enum Kind {
        /** People, administrators among them. */
        PERSON("user"),
        /** Agents. */
        AGENT("agent");

        private final String word;

        Kind(String word) {
            this.word = word;
        }

        boolean includes(Account account) {
            return account.isAgent() == (this == AGENT);
        }
    }

    /**
     * A new account.
     *
     * @param secret the agent's token or the person's password, shown this once; null for a password that was given
     */
    public record Made(Account account, String secret) {}

    /**
     * What to change; null: as it is.
     *
     * @param role of a person: {@code ADMIN} or {@code USER}
     * @param password of a person
     */
    public record Change(String displayName, String avatar, String description, Role role, String password) {}

    private record Edited(Account account, List<String> ended) {}

    Administration(
            Parts parts,
            Makers makers,
            Departures departures,
            Passwords passwords,
            CredentialStore credentials,
            AuditLog audit,
            Announcer announcer) {
        this.accounts = parts.accounts();
        this.database = parts.database();
        this.makers = makers;
        this.departures = departures;
        this.passwords = passwords;
        this.credentials = credentials;
        this.audit = audit;
        this.announcer = announcer;
    }

    /**
     * Makes a person's account.
     *
     * @param role {@code ADMIN} or {@code USER}
     * @param password theirs; null: a random one
     */
    public Uni<Made> createPerson(Actor actor, String username, String displayName, Role role, String password) {
        return Uni.createFrom().deferred(() -> {
            Account fresh = makers.person(username, displayName, role);
            String secret = password == null ? Passwords.random() : Passwords.checked(password);
            return passwords
                    .hash(secret)
                    .chain(hash -> database.inTransaction(() -> makers.add(fresh)
                            .chain(() -> passwords.keep(fresh.participantId(), hash))
                            .chain(() -> write(actor, Kind.PERSON, "create", fresh, "role=" + role.wireName()))))
                    .replaceWith(() -> new Made(fresh, password == null ? secret : null));
        });
    }

    /**
     * Makes an agent's account with its first token.
     *
     * @param life how long the token lasts; null: without end
     */
    public Uni<Made> createAgent(
            Actor actor, String username, String displayName, String avatar, String description, Duration life) {
        return Uni.createFrom().deferred(() -> {
            Account fresh = makers.agent(username, displayName, avatar, description);
            return database.inTransaction(() -> makers.add(fresh)
                            .chain(() -> credentials.issue(
                                    CredentialKind.TOKEN, fresh.participantId(), actor.origin(), life))
                            .call(() -> write(actor, Kind.AGENT, "create", fresh, lasting(life))))
                    .map(issued -> new Made(fresh, issued.secret()));
        });
    }

    /** Changes an account. A new role and a new password end the person's sessions. */
    public Uni<Account> edit(Actor actor, Kind kind, String accountId, Change change) {
        Uni<String> hash = change.password() == null
                ? Uni.createFrom().nullItem()
                : Uni.createFrom().deferred(() -> passwords.hash(Passwords.checked(change.password())));
        return hash.chain(kept ->
                        database.inTransaction(() -> locked(kind, accountId).chain(before -> {
                            Account after = changed(before, change);
                            return staysAdministered(before, after.isAdministrator())
                                    .chain(() -> accounts.change(after))
                                    .chain(() -> write(actor, kind, "edit", after, changes(before, after, change)))
                                    .chain(() -> keep(accountId, kept))
                                    .chain(() -> kept != null || before.role() != after.role()
                                            ? credentials.endAll(accountId, null)
                                            : Uni.createFrom().item(List.<String>of()))
                                    .map(ended -> new Edited(after, ended));
                        })))
                .invoke(edited -> announce(accountId, edited.ended()))
                .map(Edited::account);
    }

    /** Gives an agent a new token; the old ones end, and the connections that came by them. */
    public Uni<Made> resetToken(Actor actor, String accountId, Duration life) {
        return database.inTransaction(() -> locked(Kind.AGENT, accountId).chain(agent -> credentials
                        .endAll(accountId, null)
                        .chain(ended -> credentials
                                .issue(CredentialKind.TOKEN, accountId, actor.origin(), life)
                                .map(issued -> new Reset(new Made(agent, issued.secret()), ended)))
                        .call(() -> write(actor, Kind.AGENT, "reset-token", agent, lasting(life)))))
                .invoke(reset -> announcer.ended(reset.ended()))
                .map(Reset::made);
    }

    private record Reset(Made made, List<String> ended) {}

    /** Ends all sessions of a person, or all tokens of an agent; how many there were. */
    public Uni<Integer> endCredentials(Actor actor, Kind kind, String accountId) {
        return database.inTransaction(() -> locked(kind, accountId).chain(account -> credentials
                        .endAll(accountId, null)
                        .call(ended -> write(actor, kind, "revoke", account, "ended=" + ended.size()))))
                .invoke(announcer::ended)
                .map(List::size);
    }

    /**
     * Removes an account, its credentials and the connections that came by them. It leaves its groups first, as anybody does who
     * leaves: who has been in one longest is its owner then. What it said stays in the history.
     */
    public Uni<Void> delete(Actor actor, Kind kind, String accountId) {
        Function<Account, Uni<Void>> administered = account -> staysAdministered(account, false);
        return database.inTransaction(() -> locked(kind, accountId).chain(administered::apply))
                .chain(() -> departures.leaveAll(accountId))
                .chain(() -> database.inTransaction(
                        () -> locked(kind, accountId).call(administered::apply).chain(account -> credentials
                                .endAll(accountId, null)
                                .call(() -> accounts.remove(accountId))
                                .call(() -> write(actor, kind, "delete", account, "")))))
                .invoke(ended -> announce(accountId, ended))
                .replaceWithVoid();
    }

    private void announce(String accountId, List<String> ended) {
        announcer.changed(accountId);
        announcer.ended(ended);
    }

    private Uni<Account> locked(Kind kind, String accountId) {
        return makers.locked(accountId).invoke(account -> {
            if (!kind.includes(account)) {
                throw new HubException(HubError.USER_NOT_FOUND, "no such " + kind.word);
            }
        });
    }

    /** Two administrators must not take each other's role away at the same time. */
    private Uni<Void> staysAdministered(Account account, boolean stays) {
        if (!account.isAdministrator() || stays) {
            return Uni.createFrom().voidItem();
        }
        return TransactionLock.ACCOUNTS
                .take(ADMINISTRATORS)
                .chain(accounts::countAdministrators)
                .invoke(count -> {
                    if (count == 1) {
                        throw new HubException(HubError.CONFLICT, "this is the only administrator");
                    }
                })
                .replaceWithVoid();
    }

    private Uni<Void> keep(String accountId, String hash) {
        return hash == null ? Uni.createFrom().voidItem() : passwords.keep(accountId, hash);
    }

    private static Account changed(Account before, Change change) {
        boolean person = !before.isAgent();
        if (!person && (change.role() != null || change.password() != null)) {
            throw new HubException(HubError.MISSING_FIELDS, "an agent has neither a role nor a password");
        }
        if (change.role() == Role.AGENT) {
            throw new HubException(HubError.MISSING_FIELDS, "role must be admin or user");
        }
        return new Account(
                before.participantId(),
                before.username(),
                ProfileText.displayName(change.displayName(), before.displayName()),
                ProfileText.avatar(change.avatar(), before.avatar()),
                ProfileText.description(change.description(), before.description()),
                change.role() == null ? before.role() : change.role(),
                before.createdAt());
    }

    private static String changes(Account before, Account after, Change change) {
        StringBuilder text = new StringBuilder();
        note(text, !before.displayName().equals(after.displayName()), "display_name");
        note(text, !before.avatar().equals(after.avatar()), "avatar");
        note(text, !before.description().equals(after.description()), "description");
        note(text, before.role() != after.role(), "role=" + after.role().wireName());
        note(text, change.password() != null, "password");
        return text.toString();
    }

    private static void note(StringBuilder text, boolean changed, String what) {
        if (changed) {
            text.append(text.isEmpty() ? "" : " ").append(what);
        }
    }

    private static String lasting(Duration life) {
        return life == null ? "" : "expires_in=" + life;
    }

    private Uni<Void> write(Actor actor, Kind kind, String act, Account subject, String details) {
        return audit.add(actor, kind.word + "." + act, subject.participantId(), subject.username(), details);
    }
}
