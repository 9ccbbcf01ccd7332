package io.clawhub.gateway.core.accounts;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.jboss.logging.Logger;

/**
 * Who the people and agents with an account are, remembered. What was asked lately is believed, and changes come by
 * {@code hub.directory} from every gateway; beyond that, memory counts only while the database is away. Every answer comes,
 * or fails with {@code DIRECTORY_UNAVAILABLE}, within seconds.
 */
@ApplicationScoped
public class AccountDirectory {

    /** Most accounts in one {@link #list}. */
    public static final int MAX_LISTED = 1_000;

    private static final Logger LOG = Logger.getLogger(AccountDirectory.class);

    private static final int MAX_REMEMBERED = 100_000;
    private static final int ASKED_AT_ONCE = 500;
    private static final int MAX_ALL = 10_000;
    private static final int MAX_TRIES = 5;
    private static final long BELIEVE_NANOS = Duration.ofMinutes(5).toNanos();

    private final AccountStore store;
    private final LongSupplier nanoClock;
    private final AtomicLong changes = new AtomicLong();
    private final Cache<String, Known> known =
            Caffeine.newBuilder().maximumSize(MAX_REMEMBERED).build();

    private record Known(Account account, long sinceNanos) {}

    @Inject
    AccountDirectory(AccountStore store) {
        this(store, System::nanoTime);
    }

    AccountDirectory(AccountStore store, LongSupplier nanoClock) {
        this.store = store;
        this.nanoClock = nanoClock;
    }

    /**
     * The account of this participant as far as memory goes, without asking anybody: null when it is not remembered, be
     * there one or not. A change of a remembered account arrives within a second.
     */
    public Account remembered(String participantId) {
        Known found = known.getIfPresent(participantId);
        return found == null ? null : found.account();
    }

    /** The account of this participant; null if it has none. */
    public Uni<Account> find(String participantId) {
        return findAll(List.of(participantId)).map(found -> found.get(participantId));
    }

    /** The accounts of these participants, by id; who has none is left out. What memory does not know is asked for at once. */
    public Uni<Map<String, Account>> findAll(Collection<String> participantIds) {
        Map<String, Account> found = new HashMap<>();
        Map<String, Account> old = new HashMap<>();
        List<String> unknown = participantIds.stream()
                .filter(Account::isAccountId)
                .distinct()
                .filter(id -> {
                    Known one = known.getIfPresent(id);
                    if (one != null) {
                        (isBelieved(one) ? found : old).put(id, one.account());
                    }
                    return !found.containsKey(id);
                })
                .toList();
        if (unknown.isEmpty()) {
            return Uni.createFrom().item(found);
        }
        return Multi.createFrom()
                .iterable(unknown)
                .group()
                .intoLists()
                .of(ASKED_AT_ONCE)
                .onItem()
                .transformToUniAndConcatenate(this::ask)
                .onItem()
                .invoke(some -> some.forEach(account -> found.put(account.participantId(), account)))
                .onItem()
                .ignoreAsUni()
                .replaceWith(found)
                .onFailure(failure -> Authenticator.isUnavailable(failure) && old.size() == unknown.size())
                .recoverWithItem(() -> {
                    found.putAll(old);
                    return found;
                });
    }

    /** The account of this name, upper and lower case being the same; null if there is none. Asks the database. */
    public Uni<Account> findByUsername(String username) {
        long before = changes.get();
        return store.findByUsername(username).invoke(account -> {
            if (account != null) {
                remember(account, before);
            }
        });
    }

    /**
     * Accounts by creation, the oldest first. Asks the database.
     *
     * @param limit at most {@link #MAX_LISTED}
     * @param after only those made after this one; null for the first
     */
    public Uni<List<Account>> list(int limit, Account after) {
        return store.list(Math.clamp(limit, 1, MAX_LISTED), after);
    }

    /** All accounts by creation, the oldest first, 10000 at most. Asks the database. */
    public Uni<List<Account>> all() {
        return allAfter(null, List.of());
    }

    private Uni<List<Account>> allAfter(Account last, List<Account> before) {
        return list(MAX_LISTED, last).chain(page -> {
            List<Account> all = new ArrayList<>(before);
            all.addAll(page);
            return page.size() < MAX_LISTED || all.size() >= MAX_ALL
                    ? Uni.createFrom().item(all)
                    : allAfter(page.getLast(), all);
        });
    }

    /** An account was made, changed or removed, here or on another gateway: what is remembered of it is read anew. */
    public void changed(String participantId) {
        changes.incrementAndGet();
        if (known.getIfPresent(participantId) != null) {
            refresh(participantId, MAX_TRIES);
        }
    }

    private void refresh(String participantId, int tries) {
        long before = changes.get();
        store.find(participantId)
                .subscribe()
                .with(
                        account -> {
                            if (account == null) {
                                known.invalidate(participantId);
                            } else if (!remember(account, before) && tries > 1) {
                                refresh(participantId, tries - 1);
                            }
                        },
                        failure -> {
                            LOG.warnf(
                                    "account not read anew: participantId=%s %s", participantId, failure.getMessage());
                            known.invalidate(participantId);
                        });
    }

    private Uni<List<Account>> ask(List<String> ids) {
        long before = changes.get();
        return store.findAll(ids).invoke(found -> {
            found.forEach(account -> remember(account, before));
            if (found.size() < ids.size()) {
                ids.stream()
                        .filter(id -> found.stream()
                                .noneMatch(account -> account.participantId().equals(id)))
                        .forEach(known::invalidate);
            }
        });
    }

    /** What was read before a change that came meanwhile may be old: it is not remembered. */
    private boolean remember(Account account, long changesBefore) {
        Known fresh = new Known(account, nanoClock.getAsLong());
        // Inside compute: whoever counts a change after this look finds the account here, and reads it anew.
        return known.asMap()
                        .compute(
                                account.participantId(),
                                (id, before) -> changes.get() == changesBefore ? fresh : before)
                == fresh;
    }

    private boolean isBelieved(Known one) {
        return nanoClock.getAsLong() - one.sinceNanos() < BELIEVE_NANOS;
    }
}
