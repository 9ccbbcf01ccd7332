package io.clawhub.gateway.core.outbox;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;

/** One transaction at a time over all gateways, for what no row stands for yet. */
public enum TransactionLock {
    /** Changes of a service, by its id: two first registrations must not both see it absent. */
    SERVICE(0),
    /** What participants open, by their id, or two ids with a line feed between, which no id holds. */
    PARTICIPANTS(1),
    /** Accounts that are made, by their name; and whatever changes how many administrators there are. */
    ACCOUNTS(2),
    /** What is asked in a session, by its conversation's id. */
    SESSION(3);

    private static final String TAKE = "SELECT 1 FROM pg_advisory_xact_lock(hashtextextended(:key, :space))";

    private final long space;

    TransactionLock(long space) {
        this.space = space;
    }

    /** Waits for the lock, which the current transaction then holds to its end. */
    public Uni<Void> take(String key) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(TAKE, Integer.class)
                        .setParameter("key", key)
                        .setParameter("space", space)
                        .getSingleResult())
                .replaceWithVoid();
    }
}
