package io.clawhub.gateway.core.channels;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;

import io.clawhub.gateway.core.conversations.PanacheConversationStore;
import io.clawhub.gateway.core.outbox.DatabaseContext;
import io.clawhub.gateway.core.outbox.Outbox;
import io.clawhub.gateway.core.outbox.TransactionLock;
import io.clawhub.gateway.core.services.ServiceListener;

/** Channels in PostgreSQL. */
@ApplicationScoped
class PanacheChannelStore implements ChannelStore, ServiceListener {

    // Native statements throughout: the first parse of a query language would hold up an event loop.
    private static final String OPEN_OF_PAIR =
            """
            SELECT * FROM channel WHERE status IN ('pending', 'active')
              AND provider_id = :providerId AND consumer_id = :consumerId
            ORDER BY requested_at, conversation_id FOR UPDATE""";

    private static final String PENDING_OF =
            """
            SELECT * FROM channel WHERE status = 'pending' AND provider_id = :providerId
            ORDER BY requested_at LIMIT 100""";

    private static final String ANNOUNCED =
            "UPDATE channel SET announced = true WHERE conversation_id = :id AND NOT announced";

    // Ids hold no control characters.
    private static final String PROLONG =
            """
            UPDATE channel SET expires_at = :expiresAt WHERE status = 'active'
              AND conversation_id IN (SELECT unnest(string_to_array(:ids, chr(10))))""";

    // Every gateway sweeps; a row that another one has taken is left to it.
    private static final String DUE =
            """
            SELECT * FROM channel WHERE status IN ('pending', 'active') AND expires_at <= :now
            ORDER BY expires_at LIMIT 100 FOR UPDATE SKIP LOCKED""";

    // Under the same name others may have channels as a mere label: those are not the owner's to end.
    private static final String OPEN_OF_SERVICE =
            """
            SELECT * FROM channel WHERE status IN ('pending', 'active') AND service_id = :serviceId
              AND provider_id = coalesce((SELECT owner_id FROM service WHERE id = :serviceId), provider_id)
            ORDER BY conversation_id FOR UPDATE""";

    private static final String SERVICES_OF =
            "SELECT id FROM service WHERE owner_id = :ownerId AND withdrawn_at IS NULL LIMIT 2";

    private final DatabaseContext database;
    private final PanacheConversationStore conversations;
    private final Outbox outbox;

    /** What a transaction did. */
    private record Decided(PairChannel channel, boolean written) {}

    PanacheChannelStore(DatabaseContext database, PanacheConversationStore conversations, Outbox outbox) {
        this.database = database;
        this.conversations = conversations;
        this.outbox = outbox;
    }

    @Override
    public Uni<PairChannel> decide(
            String providerId, String consumerId, Function<List<PairChannel>, PairChannel> decision) {
        return committed(() -> lock(providerId, consumerId)
                .chain(Panache::getSession)
                .chain(session -> session.createNativeQuery(OPEN_OF_PAIR, ChannelEntity.class)
                        .setParameter("providerId", providerId)
                        .setParameter("consumerId", consumerId)
                        .getResultList())
                .chain(rows -> store(rows, decision)));
    }

    @Override
    public Uni<PairChannel> change(String conversationId, UnaryOperator<PairChannel> decision) {
        return committed(() -> ChannelEntity.<ChannelEntity>findById(conversationId, LockModeType.PESSIMISTIC_WRITE)
                .chain(row -> row == null
                        ? Uni.createFrom().item(new Decided(null, false))
                        : update(row, decision.apply(row.channel()))));
    }

    @Override
    public Uni<Integer> expire(Instant now) {
        return database.inTransaction(() -> Panache.getSession()
                        .chain(session -> session.createNativeQuery(DUE, ChannelEntity.class)
                                .setParameter("now", now)
                                .getResultList())
                        .chain(rows -> updateAll(rows, channel -> channel.expired(now))))
                .call(changed -> changed > 0 ? outbox.drain() : Uni.createFrom().voidItem());
    }

    @Override
    public Uni<List<PairChannel>> pendingOf(String providerId) {
        return database.inSession(() -> Panache.getSession()
                .chain(session -> session.createNativeQuery(PENDING_OF, ChannelEntity.class)
                        .setParameter("providerId", providerId)
                        .getResultList())
                .map(rows -> rows.stream().map(ChannelEntity::channel).toList()));
    }

    @Override
    public Uni<Void> announced(String conversationId) {
        return database.inTransaction(() -> Panache.getSession()
                .chain(session -> session.createNativeQuery(ANNOUNCED)
                        .setParameter("id", conversationId)
                        .executeUpdate())
                .replaceWithVoid());
    }

    @Override
    public Uni<Void> prolong(Collection<String> conversationIds, Instant expiresAt) {
        return database.inTransaction(() -> Panache.getSession()
                .chain(session -> session.createNativeQuery(PROLONG)
                        .setParameter("expiresAt", expiresAt)
                        .setParameter("ids", String.join("\n", conversationIds))
                        .executeUpdate())
                .replaceWithVoid());
    }

    @Override
    public Uni<String> onlyServiceOf(String providerId) {
        return database.inSession(() -> Panache.getSession()
                .chain(session -> session.createNativeQuery(SERVICES_OF, String.class)
                        .setParameter("ownerId", providerId)
                        .getResultList())
                .map(ids -> ids.size() == 1 ? ids.getFirst() : null));
    }

    @Override
    public Uni<Void> withdrawn(String serviceId) {
        Instant now = DatabaseContext.now();
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(OPEN_OF_SERVICE, ChannelEntity.class)
                        .setParameter("serviceId", serviceId)
                        .getResultList())
                .chain(rows -> updateAll(rows, channel -> channel.withdrawn(now)))
                .replaceWithVoid();
    }

    private Uni<PairChannel> committed(Supplier<Uni<Decided>> work) {
        return database.inTransaction(work)
                .call(decided ->
                        decided.written() ? outbox.drain() : Uni.createFrom().voidItem())
                .map(Decided::channel);
    }

    private Uni<Decided> store(List<ChannelEntity> rows, Function<List<PairChannel>, PairChannel> decision) {
        List<PairChannel> open = rows.stream().map(ChannelEntity::channel).toList();
        PairChannel decided = decision.apply(open);
        if (decided == null || open.contains(decided)) {
            return Uni.createFrom().item(new Decided(decided, false));
        }
        for (ChannelEntity row : rows) {
            if (row.conversationId.equals(decided.conversationId())) {
                return update(row, decided);
            }
        }
        return create(decided);
    }

    private Uni<Decided> create(PairChannel channel) {
        return conversations
                .openInTransaction(channel.conversation())
                .invoke(opened -> {
                    if (!opened) {
                        throw new IllegalStateException("a fresh conversation id was taken");
                    }
                })
                .chain(() -> ChannelEntity.of(channel).persist())
                .chain(() -> outbox.add(channel.change()))
                .replaceWith(new Decided(channel, true));
    }

    private Uni<Decided> update(ChannelEntity row, PairChannel decided) {
        if (decided.version() == row.version) {
            return Uni.createFrom().item(new Decided(decided, false));
        }
        row.take(decided);
        return outbox.add(decided.change()).replaceWith(new Decided(decided, true));
    }

    /** One after the other: they share a session. */
    private Uni<Integer> updateAll(List<ChannelEntity> rows, UnaryOperator<PairChannel> decision) {
        return Multi.createFrom()
                .iterable(rows)
                .onItem()
                .transformToUniAndConcatenate(row -> update(row, decision.apply(row.channel())))
                .collect()
                .asList()
                .map(List::size);
    }

    private static Uni<Void> lock(String providerId, String consumerId) {
        return TransactionLock.PARTICIPANTS.take(providerId + "\n" + consumerId);
    }
}
