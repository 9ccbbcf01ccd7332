package io.clawhub.gateway.core.conversations;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

import io.clawhub.events.ConversationOpened;
import io.clawhub.gateway.core.outbox.DatabaseContext;
import io.clawhub.gateway.core.outbox.Outbox;

/** Conversations in PostgreSQL. */
@ApplicationScoped
public class PanacheConversationStore implements ConversationStore {

    // The id is a function of the pair, so two gateways race for one row; the database lets one of them win.
    private static final String INSERT_IF_ABSENT =
            """
            INSERT INTO conversation (id, kind, service_id, opened_at) VALUES (:id, :kind, :serviceId, :openedAt)
            ON CONFLICT (id) DO NOTHING""";

    private final DatabaseContext database;
    private final Outbox outbox;

    PanacheConversationStore(DatabaseContext database, Outbox outbox) {
        this.database = database;
        this.outbox = outbox;
    }

    @Override
    public Uni<Conversation> find(String conversationId) {
        return database.inSession(() -> ConversationEntity.<ConversationEntity>findById(conversationId)
                .onItem()
                .ifNotNull()
                .transformToUni(row -> MemberEntity.ofConversation(conversationId)
                        .map(members -> new Conversation(
                                row.id,
                                row.conversationKind(),
                                row.serviceId,
                                members.stream().map(MemberEntity::member).toList()))));
    }

    @Override
    public Uni<Void> open(Conversation conversation) {
        return database.inTransaction(() -> openInTransaction(conversation))
                .call(opened -> opened ? outbox.drain() : Uni.createFrom().voidItem())
                .replaceWithVoid();
    }

    /** Opens it inside the caller's transaction. True if this call opened it; the caller drains the outbox then. */
    public Uni<Boolean> openInTransaction(Conversation conversation) {
        Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
        return insertIfAbsent(conversation, now).chain(opened -> {
            if (!opened) {
                return Uni.createFrom().item(false);
            }
            ConversationOpened event = new ConversationOpened(
                    conversation.id(), conversation.kind(), conversation.serviceId(), conversation.members(), now);
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
                        .setParameter("openedAt", now)
                        .executeUpdate())
                .map(rows -> rows == 1);
    }
}
