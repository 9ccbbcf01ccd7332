package io.clawhub.gateway.core.services;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

import io.clawhub.events.EventJson;
import io.clawhub.gateway.core.Caller;
import io.clawhub.gateway.core.HubError;
import io.clawhub.gateway.core.HubException;
import io.clawhub.gateway.core.Ids;
import io.clawhub.gateway.core.ServiceCommand.ChangeAccess;
import io.clawhub.gateway.core.ServiceCommand.SetKeyPolicy;
import io.clawhub.gateway.core.ServiceCommand.SetPrice;
import io.clawhub.gateway.core.ServiceCommand.UpdateService;
import io.clawhub.gateway.core.outbox.DatabaseContext;
import io.clawhub.gateway.core.outbox.Outbox;
import io.clawhub.gateway.core.outbox.TransactionLock;

/** Changes of a service by those who act for it: its owner, or whoever offers it in the owner's name right now. */
@ApplicationScoped
public class ServiceEditor {

    private static final int MAX_ALLOWED_USERS = 1_000;
    private static final int MAX_UNIT_BYTES = 64;
    /** A year. */
    private static final long MAX_KEY_SECONDS = 31_536_000;

    private static final long MAX_KEY_CALLS = 1_000_000_000;

    private final DatabaseContext database;
    private final ServiceWithdrawals withdrawals;
    private final Outbox outbox;

    ServiceEditor(DatabaseContext database, ServiceWithdrawals withdrawals, Outbox outbox) {
        this.database = database;
        this.withdrawals = withdrawals;
        this.outbox = outbox;
    }

    /** Its sessions, tunnels, keys and bindings end with it, in the same transaction. */
    Uni<Void> withdraw(Caller caller, String serviceId) {
        return change(caller, serviceId, row -> {
                    row.withdrawnAt = DatabaseContext.now();
                    return withdrawals.announceInTransaction(serviceId);
                })
                .call(outbox::drain);
    }

    /** Merges top-level fields; {@code null} takes one away. An empty list of users opens the service to everybody. */
    Uni<Void> update(Caller caller, UpdateService command) {
        JsonNode changes = command.changes();
        if (!changes.isObject()) {
            throw new HubException(HubError.MISSING_FIELDS, "the changes must be an object");
        }
        JsonNode skillDoc = changes.path("skill_doc");
        String text = skillDoc.isTextual()
                ? ServiceText.checked(skillDoc.textValue(), "skill_doc", ServiceDocument.MAX_SKILL_DOC_BYTES)
                : null;
        return change(caller, command.serviceId(), row -> {
            ObjectNode merged = merge(row.document, changes);
            ServiceDocument read = ServiceDocument.of(row.id, merged);
            row.describe(read, merged);
            if (changes.has("allowed_users")) {
                List<String> users = read.allowedUsers() == null ? List.of() : read.allowedUsers();
                row.allow(!users.isEmpty(), users);
            }
            return SkillDocEntity.write(row.id, text);
        });
    }

    private static ObjectNode merge(String document, JsonNode changes) {
        ObjectNode merged = (ObjectNode) EventJson.readTree(document);
        changes.properties().forEach(change -> {
            switch (change.getKey()) {
                // Columns of their own; an id never changes.
                case "skill_doc", "id", "service_id" -> {}
                default -> {
                    if (change.getValue().isNull()) {
                        merged.remove(change.getKey());
                    } else {
                        merged.set(change.getKey(), change.getValue());
                    }
                }
            }
        });
        return merged;
    }

    Uni<Void> setPrice(Caller caller, SetPrice command) {
        if (command.price() == null) {
            throw new HubException(HubError.INVALID_PRICE, "a price is needed");
        }
        var price = ServiceDocument.checkedPrice(command.price());
        String unit = ServiceText.checked(command.priceUnit(), "price_unit", MAX_UNIT_BYTES);
        return change(caller, command.serviceId(), row -> {
            row.price = price;
            row.priceUnit = unit == null ? row.priceUnit : unit;
            row.updatedAt = DatabaseContext.now();
            return Uni.createFrom().voidItem();
        });
    }

    /** Revoking the last grant leaves the service to its owner alone: it must not open it to everybody. */
    Uni<Void> changeAccess(Caller caller, ChangeAccess command) {
        Ids.checked(command.userId(), "user_id");
        return change(caller, command.serviceId(), row -> {
            Set<String> users = new LinkedHashSet<>(List.of(row.allowedUsers));
            if (command.allowed()) {
                users.add(command.userId());
            } else {
                users.remove(command.userId());
            }
            if (users.size() > MAX_ALLOWED_USERS) {
                throw new HubException(
                        HubError.RATE_LIMITED, "a service has at most " + MAX_ALLOWED_USERS + " allowed users");
            }
            row.allow(row.restricted || command.allowed(), users);
            return Uni.createFrom().voidItem();
        });
    }

    Uni<Void> setKeyPolicy(Caller caller, SetKeyPolicy command) {
        checkBound(command.durationSeconds(), MAX_KEY_SECONDS, "duration_seconds");
        checkBound(command.maxCalls(), MAX_KEY_CALLS, "max_calls");
        return change(caller, command.serviceId(), row -> {
            row.keySeconds = command.durationSeconds() == null ? row.keySeconds : command.durationSeconds();
            row.keyCalls = command.maxCalls() == null ? row.keyCalls : command.maxCalls();
            return Uni.createFrom().voidItem();
        });
    }

    private static void checkBound(Long value, long max, String field) {
        if (value != null && (value < 1 || value > max)) {
            throw new HubException(HubError.MISSING_FIELDS, field + " must be from 1 to " + max);
        }
    }

    private Uni<Void> change(Caller caller, String serviceId, Function<ServiceEntity, Uni<Void>> edit) {
        return database.inTransaction(() -> TransactionLock.SERVICE
                .take(serviceId)
                .chain(() -> ServiceEntity.<ServiceEntity>findById(serviceId))
                .chain(row -> {
                    if (row == null || row.withdrawnAt != null) {
                        throw Ownership.notFound();
                    }
                    return ServiceSql.actsFor(caller.participantId(), serviceId).chain(acts -> {
                        if (!acts) {
                            throw Ownership.refusal(caller.participantId(), serviceId, row.ownerId);
                        }
                        return edit.apply(row);
                    });
                }));
    }
}
