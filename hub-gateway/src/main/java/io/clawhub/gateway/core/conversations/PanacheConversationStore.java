package io.clawhub.gateway.core.conversations;

import java.time.Instant;
import java.util.List;
import java.util.Locale;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

import io.clawhub.events.ConversationKind;
import io.clawhub.events.ConversationOpened;
import io.clawhub.events.ConversationStatus;
import io.clawhub.gateway.core.outbox.DatabaseContext;
import io.clawhub.gateway.core.outbox.Outbox;

/** Conversations in PostgreSQL. */
@ApplicationScoped
public class PanacheConversationStore implements ConversationStore {

    // The id is a function of the pair, so two gateways race for one row; the database lets one of them win.
    private static final String INSERT_IF_ABSENT =
            """
            INSERT INTO conversation (id, kind, service_id, name, version, opened_at)
            VALUES (:id, :kind, :serviceId, :name, :version, :openedAt)
            ON CONFLICT (id) DO NOTHING""";

    private static final String STATUS_OF_CHANNEL = "SELECT status FROM channel WHERE conversation_id = :id";

    private static final String MEMBERS = "SELECT " + MemberLines.SQL + " FROM member o WHERE o.conversation_id = :id";

    private static final String VERSION = "SELECT version FROM conversation WHERE id = :id";

    private static final String ACTIVE_CHANNELS =
            """
            SELECT conversation_id, service_id, provider_id, consumer_id FROM channel
            WHERE status = 'active'
              AND (provider_id = :one AND consumer_id = :other OR provider_id = :other AND consumer_id = :one)
            ORDER BY changed_at DESC LIMIT 100""";

    private static final String ACTIVE_CHANNELS_OF_SERVICE =
            """
            SELECT conversation_id, service_id, provider_id, consumer_id FROM channel
            WHERE status = 'active' AND service_id = :serviceId AND provider_id = :providerId
            LIMIT 2""";

    private final DatabaseContext database;
    private final Outbox outbox;

    PanacheConversationStore(DatabaseContext database, Outbox outbox) {
        this.database = database;
        this.outbox = outbox;
    }

    @Override
    public Uni<Conversation> find(String conversationId) {
        return database.inSession(() -> findInSession(conversationId));
    }

    /** The same inside the caller's session or transaction. */
    public Uni<Conversation> findInSession(String conversationId) {
        return ConversationEntity.<ConversationEntity>findById(conversationId)
                .onItem()
                .ifNotNull()
                .transformToUni(row -> members(conversationId).chain(members -> status(row)
                        .map(status -> new Conversation(
                                row.id,
                                row.conversationKind(),
                                status,
                                row.serviceId,
                                row.name,
                                members,
                                row.version))));
    }

    @Override
    public Uni<Integer> version(String conversationId) {
        return database.inSession(() -> Panache.getSession()
                .chain(session -> session.createNativeQuery(VERSION, Integer.class)
                        .setParameter("id", conversationId)
                        .getSingleResultOrNull())
                .map(version -> version == null ? 0 : version));
    }

    private static Uni<Members> members(String conversationId) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(MEMBERS, String.class)
                        .setParameter("id", conversationId)
                        .getSingleResultOrNull())
                .map(MemberLines::read);
    }

    @Override
    public Uni<List<Conversation>> activeChannels(String one, String other) {
        return database.inSession(() -> Panache.getSession()
                .chain(session -> session.createNativeQuery(ACTIVE_CHANNELS, Object[].class)
                        .setParameter("one", one)
                        .setParameter("other", other)
                        .getResultList())
                .map(PanacheConversationStore::activeChannels));
    }

    @Override
    public Uni<List<Conversation>> activeChannelsOf(String providerId, String serviceId) {
        return database.inSession(() -> Panache.getSession()
                .chain(session -> session.createNativeQuery(ACTIVE_CHANNELS_OF_SERVICE, Object[].class)
                        .setParameter("serviceId", serviceId)
                        .setParameter("providerId", providerId)
                        .getResultList())
                .map(PanacheConversationStore::activeChannels));
    }

    private static List<Conversation> activeChannels(List<Object[]> rows) {
        return rows.stream()
                .map(row -> Conversation.channel(
                        (String) row[0], ConversationStatus.ACTIVE, (String) row[1], (String) row[2], (String) row[3]))
                .toList();
    }

    private static Uni<ConversationStatus> status(ConversationEntity row) {
        if (row.conversationKind() != ConversationKind.CHANNEL) {
            return Uni.createFrom().item(row.endedAt == null ? ConversationStatus.ACTIVE : ConversationStatus.ENDED);
        }
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(STATUS_OF_CHANNEL, String.class)
                        .setParameter("id", row.id)
                        .getSingleResult())
                .map(status -> ConversationStatus.valueOf(status.toUpperCase(Locale.ROOT)));
    }

    @Override
    public Uni<Void> open(Conversation conversation) {
        return database.inTransaction(() -> openInTransaction(conversation))
                .call(opened -> opened ? outbox.drain() : Uni.createFrom().voidItem())
                .replaceWithVoid();
    }

    /** Opens it inside the caller's transaction. True if this call opened it; the caller drains the outbox then. */
    public Uni<Boolean> openInTransaction(Conversation conversation) {
        Instant now = DatabaseContext.now();
        return insertIfAbsent(conversation, now).chain(opened -> {
            if (!opened) {
                return Uni.createFrom().item(false);
            }
            ConversationOpened event = new ConversationOpened(
                    conversation.id(),
                    conversation.kind(),
                    conversation.serviceId(),
                    conversation.name(),
                    conversation.members(),
                    now);
            var members = conversation.members().stream()
                    .map(member -> MemberEntity.of(conversation.id(), member, now))
                    .toList();
            return MemberEntity.persist(members).chain(() -> outbox.add(event)).replaceWith(true);
        });
    }

    private static Uni<Boolean> insertIfAbsent(Conversation conversation, Instant now) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(INSERT_IF_ABSENT)
                        .setParameter("id", conversation.id())
                        .setParameter("kind", conversation.kind().wireName())
                        .setParameter("serviceId", conversation.serviceId())
                        .setParameter("name", conversation.name())
                        .setParameter("version", conversation.version())
                        .setParameter("openedAt", now)
                        .executeUpdate())
                .map(rows -> rows == 1);
    }
}
