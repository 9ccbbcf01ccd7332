package io.clawhub.gateway.core.accounts;

import java.time.Duration;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import io.clawhub.gateway.core.HubError;
import io.clawhub.gateway.core.HubException;
import io.clawhub.gateway.core.Secrets;

/**
 * Finds the user of an API key. What was found lately is believed; beyond that, memory counts only while the directory is
 * away. Failures are counted, and limited by where they come from, so that guessing does not reach the database.
 */
@ApplicationScoped
class Authenticator {

    static final int MAX_FAILURES_A_MINUTE = 20;

    private static final int MAX_REMEMBERED = 50_000;
    private static final long BELIEVE_NANOS = Duration.ofSeconds(30).toNanos();

    private final UserStore store;
    private final MeterRegistry metrics;
    private final LongSupplier nanoClock;
    private final Attempts failures;
    private final Cache<String, Known> byKeyHash =
            Caffeine.newBuilder().maximumSize(MAX_REMEMBERED).build();

    private record Known(User user, long sinceNanos) {}

    @Inject
    Authenticator(UserStore store, MeterRegistry metrics) {
        this(store, metrics, System::nanoTime);
    }

    Authenticator(UserStore store, MeterRegistry metrics, LongSupplier nanoClock) {
        this.store = store;
        this.metrics = metrics;
        this.nanoClock = nanoClock;
        this.failures = new Attempts(MAX_FAILURES_A_MINUTE, nanoClock);
    }

    /**
     * The user of this key.
     *
     * @param origin where the key comes from, such as an address; null if nothing is known that could be limited
     * @return the user; fails with {@code AUTH_FAILED}, {@code RATE_LIMITED} or {@code DIRECTORY_UNAVAILABLE}
     */
    Uni<User> authenticate(String apiKey, String origin) {
        return Uni.createFrom()
                .deferred(() -> user(apiKey, origin))
                .invoke(user -> count("ok"))
                .onFailure()
                .invoke(failure -> count(HubException.of(failure).error().name().toLowerCase(Locale.ROOT)));
    }

    /**
     * Asks for the holder of another secret under the same limit, and counts the answer in the same way.
     *
     * @param origin where the secret comes from, or null
     * @param known whether memory knows it: then the limit does not count
     * @param isGuess asked when it is refused: whether it never was anybody's; what has only ended is no guess
     */
    <T> Uni<T> guarded(String origin, boolean known, BooleanSupplier isGuess, Supplier<Uni<T>> question) {
        return Uni.createFrom()
                .deferred(() -> !known && origin != null && failures.areUsedUp(origin) ? tooMany() : question.get())
                .invoke(proved -> count("ok"))
                .onFailure()
                .invoke(failure -> {
                    HubError error = HubException.of(failure).error();
                    if (error == HubError.AUTH_FAILED && origin != null && isGuess.getAsBoolean()) {
                        failures.count(origin);
                    }
                    count(error.name().toLowerCase(Locale.ROOT));
                });
    }

    private static <T> Uni<T> tooMany() {
        return refused(HubError.RATE_LIMITED, "too many wrong credentials, try again in a minute");
    }

    /** Another gateway changed this user. Visits all that is remembered: users change rarely. */
    void forget(String userId) {
        byKeyHash.asMap().values().removeIf(known -> known.user().userId().equals(userId));
    }

    private Uni<User> user(String apiKey, String origin) {
        boolean shaped = ApiKeys.isShaped(apiKey);
        String hash = shaped ? Secrets.hash(apiKey) : null;
        Known known = shaped ? byKeyHash.getIfPresent(hash) : null;
        if (known != null && nanoClock.getAsLong() - known.sinceNanos() < BELIEVE_NANOS) {
            return Uni.createFrom().item(known.user());
        }
        if (origin != null && failures.areUsedUp(origin)) {
            return tooMany();
        }
        if (!shaped) {
            return wrong(origin);
        }
        Uni<User> asked = store.findByKeyHash(hash);
        return (known == null
                        ? asked
                        : asked.onFailure(Authenticator::isUnavailable).recoverWithItem(known.user()))
                .chain(user -> {
                    if (user == null || !user.active()) {
                        byKeyHash.invalidate(hash);
                        return wrong(origin);
                    }
                    byKeyHash.put(hash, new Known(user, nanoClock.getAsLong()));
                    return Uni.createFrom().item(user);
                });
    }

    private Uni<User> wrong(String origin) {
        if (origin != null) {
            failures.count(origin);
        }
        return refused(HubError.AUTH_FAILED, "this API key is not valid");
    }

    private static <T> Uni<T> refused(HubError error, String message) {
        return Uni.createFrom().failure(new HubException(error, message));
    }

    static boolean isUnavailable(Throwable failure) {
        return HubException.of(failure).error() == HubError.DIRECTORY_UNAVAILABLE;
    }

    private void count(String result) {
        metrics.counter("hub.authentications", "result", result).increment();
    }
}
