package io.clawhub.gateway.core.services;

import java.util.List;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

import io.clawhub.events.ConversationKind;
import io.clawhub.events.Member;
import io.clawhub.gateway.core.Ids;
import io.clawhub.gateway.core.conversations.Conversation;
import io.clawhub.gateway.core.conversations.PanacheConversationStore;
import io.clawhub.gateway.core.outbox.DatabaseContext;
import io.clawhub.gateway.core.outbox.Outbox;
import io.clawhub.gateway.core.outbox.TransactionLock;

/** Services in PostgreSQL. */
@ApplicationScoped
public class PanacheServiceStore implements ServiceStore {

    /** Hex digits of a channel id, as the protocol's own server made them. */
    private static final int CHANNEL_ID_DIGITS = 12;

    private final DatabaseContext database;
    private final PanacheConversationStore conversations;
    private final ServiceWithdrawals withdrawals;
    private final Outbox outbox;

    PanacheServiceStore(
            DatabaseContext database,
            PanacheConversationStore conversations,
            ServiceWithdrawals withdrawals,
            Outbox outbox) {
        this.database = database;
        this.conversations = conversations;
        this.withdrawals = withdrawals;
        this.outbox = outbox;
    }

    @Override
    public Uni<RegisteredService> find(String serviceId) {
        return database.inSession(() -> ServiceEntity.<ServiceEntity>findById(serviceId)
                .map(row -> row == null || row.withdrawnAt != null ? null : row.registered()));
    }

    @Override
    public Uni<RegisteredService> register(Registration registration) {
        String serviceId = registration.command().serviceId();
        ServiceDocument read =
                ServiceDocument.of(serviceId, registration.command().document());
        ServiceText.checked(registration.command().skillDoc(), "skill_doc", ServiceDocument.MAX_SKILL_DOC_BYTES);
        return database.inTransaction(() -> TransactionLock.SERVICE
                        .take(serviceId)
                        .chain(() -> ServiceEntity.<ServiceEntity>findById(serviceId))
                        .chain(row -> row == null ? create(registration, read) : again(row, registration, read))
                        .call(() -> SkillDocEntity.write(
                                serviceId, registration.command().skillDoc())))
                .call(outbox::drain);
    }

    @Override
    public Uni<KeyPolicy> keyPolicy(String serviceId) {
        return database.inSession(() -> ServiceEntity.<ServiceEntity>findById(serviceId)
                .map(row ->
                        row == null || row.withdrawnAt != null ? null : new KeyPolicy(row.keySeconds, row.keyCalls)));
    }

    @Override
    public Uni<Boolean> isParticipant(String participantId) {
        return database.inSession(
                () -> ServiceSql.isTrue(ServiceSql.IS_PARTICIPANT, query -> query.setParameter("id", participantId)));
    }

    @Override
    public Uni<Boolean> actsFor(String participantId, String serviceId) {
        return database.inSession(() -> ServiceSql.actsFor(participantId, serviceId));
    }

    private Uni<RegisteredService> create(Registration registration, ServiceDocument read) {
        ServiceEntity row = new ServiceEntity();
        row.id = registration.command().serviceId();
        row.registeredAt = DatabaseContext.now();
        describe(row, registration, read);
        return openLobby(row, registration)
                .chain(() -> row.<ServiceEntity>persist())
                .map(ServiceEntity::registered);
    }

    private Uni<RegisteredService> again(ServiceEntity row, Registration registration, ServiceDocument read) {
        boolean same = row.ownerId.equals(registration.ownerId());
        Uni<Boolean> free;
        if (row.withdrawnAt != null) {
            free = Uni.createFrom().item(true);
        } else if (same) {
            free = mayOffer(row, registration);
        } else {
            free = isAbandoned(row);
        }
        return free.chain(isFree -> {
            if (!isFree) {
                throw Ownership.refusal(registration.callerId(), row.id, row.ownerId);
            }
            Uni<Void> ready = same ? Uni.createFrom().voidItem() : takeOver(row, registration);
            return ready.map(done -> revive(row, registration, read));
        });
    }

    /** Who only names the owner may not put itself beside the program that offers the service now: it would get its calls. */
    private static Uni<Boolean> mayOffer(ServiceEntity row, Registration registration) {
        return registration.callerId().equals(row.ownerId)
                ? Uni.createFrom().item(true)
                : isOffline(row)
                        .chain(offline -> offline
                                ? Uni.createFrom().item(true)
                                : ServiceSql.actsFor(registration.callerId(), row.id));
    }

    private static Uni<Boolean> isOffline(ServiceEntity row) {
        return ServiceSql.isTrue(ServiceSql.IS_ONLINE, query -> query.setParameter("serviceId", row.id))
                .map(online -> !online);
    }

    /** An owner that nobody will be again, and no connection offers the service. */
    private static Uni<Boolean> isAbandoned(ServiceEntity row) {
        return row.ownerEphemeral ? isOffline(row) : Uni.createFrom().item(false);
    }

    /** Another owner: nothing of the last one's stays, and nobody sees what was said in the former lobby. */
    private Uni<Void> takeOver(ServiceEntity row, Registration registration) {
        row.reset();
        return withdrawals
                .announceInTransaction(row.id)
                .chain(() -> RatingEntity.delete("serviceId", row.id))
                .chain(() -> SkillDocEntity.deleteById(row.id))
                .invoke(() -> row.registration++)
                .chain(() -> openLobby(row, registration));
    }

    private static RegisteredService revive(ServiceEntity row, Registration registration, ServiceDocument read) {
        if (row.withdrawnAt != null) {
            row.withdrawnAt = null;
            row.registration++;
        }
        describe(row, registration, read);
        return row.registered();
    }

    private static void describe(ServiceEntity row, Registration registration, ServiceDocument read) {
        row.describe(read, registration.command().document());
        row.ownerEphemeral = registration.ephemeral();
        // An empty list is what programs send that know nothing of it: it must not undo a grant.
        if (read.allowedUsers() != null && !read.allowedUsers().isEmpty()) {
            row.allow(true, read.allowedUsers());
        }
    }

    private Uni<Void> openLobby(ServiceEntity row, Registration registration) {
        Conversation lobby = new Conversation(
                Ids.fresh(ConversationKind.SERVICE.prefix(), CHANNEL_ID_DIGITS),
                ConversationKind.SERVICE,
                row.id,
                List.of(new Member(registration.ownerId(), Conversation.PROVIDER)));
        row.ownerId = registration.ownerId();
        row.conversationId = lobby.id();
        return conversations.openInTransaction(lobby).replaceWithVoid();
    }
}
