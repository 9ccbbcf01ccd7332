package io.clawhub.gateway.core.services;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

import io.clawhub.events.ConversationKind;
import io.clawhub.events.Member;
import io.clawhub.gateway.core.Command.RegisterService;
import io.clawhub.gateway.core.HubError;
import io.clawhub.gateway.core.HubException;
import io.clawhub.gateway.core.Ids;
import io.clawhub.gateway.core.conversations.Conversation;
import io.clawhub.gateway.core.conversations.PanacheConversationStore;
import io.clawhub.gateway.core.outbox.DatabaseContext;
import io.clawhub.gateway.core.outbox.Outbox;

/** Services in PostgreSQL. */
@ApplicationScoped
public class PanacheServiceStore implements ServiceStore {

    /** Hex digits of a channel id, as the protocol's own server made them. */
    private static final int CHANNEL_ID_DIGITS = 12;

    private final DatabaseContext database;
    private final PanacheConversationStore conversations;
    private final Outbox outbox;

    PanacheServiceStore(DatabaseContext database, PanacheConversationStore conversations, Outbox outbox) {
        this.database = database;
        this.conversations = conversations;
        this.outbox = outbox;
    }

    @Override
    public Uni<RegisteredService> find(String serviceId) {
        return database.inSession(() -> ServiceEntity.<ServiceEntity>findById(serviceId)
                .onItem()
                .ifNotNull()
                .transform(ServiceEntity::registered));
    }

    @Override
    public Uni<RegisteredService> register(String ownerId, RegisterService command) {
        return database.inTransaction(() -> lock(command.serviceId())
                        .chain(() -> ServiceEntity.<ServiceEntity>findById(command.serviceId()))
                        .chain(row -> row == null ? create(ownerId, command) : update(row, ownerId, command)))
                .call(outbox::drain);
    }

    private Uni<RegisteredService> create(String ownerId, RegisterService command) {
        Conversation lobby = new Conversation(
                Ids.fresh(ConversationKind.SERVICE.prefix(), CHANNEL_ID_DIGITS),
                ConversationKind.SERVICE,
                command.serviceId(),
                List.of(new Member(ownerId, Conversation.PROVIDER)));
        ServiceEntity row = new ServiceEntity();
        row.id = command.serviceId();
        row.ownerId = ownerId;
        row.conversationId = lobby.id();
        row.registeredAt = now();
        describe(row, command);
        return conversations
                .openInTransaction(lobby)
                .chain(() -> row.<ServiceEntity>persist())
                .map(ServiceEntity::registered);
    }

    private static Uni<RegisteredService> update(ServiceEntity row, String ownerId, RegisterService command) {
        if (!row.ownerId.equals(ownerId)) {
            return Uni.createFrom()
                    .failure(new HubException(
                            HubError.NOT_SERVICE_OWNER, "service " + row.id + " belongs to another agent"));
        }
        describe(row, command);
        return Uni.createFrom().item(row.registered());
    }

    private static void describe(ServiceEntity row, RegisterService command) {
        row.name = command.name();
        row.description = command.description();
        row.document = command.document().toString();
        row.updatedAt = now();
    }

    /** Two first registrations of one id must not both see it absent. */
    private static Uni<Void> lock(String serviceId) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(
                                "SELECT 1 FROM pg_advisory_xact_lock(hashtextextended(:id, 0))", Integer.class)
                        .setParameter("id", serviceId)
                        .getSingleResult())
                .replaceWithVoid();
    }

    private static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MICROS);
    }
}
