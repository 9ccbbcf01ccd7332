package io.clawhub.gateway.core.calls;

import java.time.Duration;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

import io.clawhub.events.StreamEvent.CallKind;
import io.clawhub.gateway.core.CallReply.KeyIssued;
import io.clawhub.gateway.core.Caller;
import io.clawhub.gateway.core.HubError;
import io.clawhub.gateway.core.HubException;
import io.clawhub.gateway.core.Ids;
import io.clawhub.gateway.core.Secrets;
import io.clawhub.gateway.core.outbox.DatabaseContext;
import io.clawhub.gateway.core.services.KeyPolicy;
import io.clawhub.gateway.core.services.ServiceListener;
import io.clawhub.gateway.core.services.ServiceRegistry;

/**
 * Keys for services. The provider is asked once; what it grants is bounded by the service's policy, and the key is shown
 * to the asker alone, once. A key is good for whoever holds it, for so many calls, until its time is over.
 */
@ApplicationScoped
public class ServiceKeys implements ServiceListener {

    private static final int MAX_PER_CONSUMER = 100;
    private static final int MAX_LISTED = 1_000;
    private static final int MAX_PURPOSE = 4_096;
    /** So long an expired key can still be renewed. */
    private static final Duration KEPT = Duration.ofDays(1);

    private final ServiceRegistry services;
    private final CallRouter calls;
    private final BindingStore bindings;
    private final DatabaseContext database;

    ServiceKeys(ServiceRegistry services, CallRouter calls, BindingStore bindings, DatabaseContext database) {
        this.services = services;
        this.calls = calls;
        this.bindings = bindings;
        this.database = database;
    }

    Uni<KeyIssued> request(Caller caller, String serviceId, String purpose) {
        if (purpose != null && purpose.length() > MAX_PURPOSE) {
            throw new HubException(HubError.MESSAGE_TOO_LARGE, "purpose is too long");
        }
        return services.checkAccess(caller, Ids.checked(serviceId, "service_id"))
                .chain(() -> services.describe(serviceId))
                .chain(service -> bindings.gatewayOf(serviceId)
                        .onItem()
                        .ifNull()
                        .failWith(CallRouter::offline)
                        .chain(gateway -> ask(caller, serviceId, service.name(), purpose, gateway)))
                .chain(answer -> grant(caller, serviceId, answer));
    }

    private Uni<JsonNode> ask(Caller caller, String serviceId, String serviceName, String purpose, String gateway) {
        var question = JsonNodeFactory.instance
                .objectNode()
                .put("purpose", purpose == null ? "" : purpose)
                .put("service_name", serviceName);
        return Uni.createFrom()
                .completionStage(() -> calls.ask(CallKind.KEY, serviceId, caller.participantId(), question, gateway));
    }

    private Uni<KeyIssued> grant(Caller caller, String serviceId, JsonNode answer) {
        if (!answer.path("approved").asBoolean(false)) {
            String reason = answer.path("reason").asText("");
            throw new HubException(
                    HubError.PROVIDER_REFUSED, reason.isEmpty() ? "the provider refused the key" : reason);
        }
        JsonNode lifecycle = answer.path("lifecycle");
        return services.keyPolicy(serviceId).chain(policy -> {
            String key = KeySecret.fresh();
            KeyEntity row = new KeyEntity();
            row.keyHash = Secrets.hash(key);
            row.keyId = KeySecret.id(key);
            row.serviceId = serviceId;
            row.consumerId = caller.participantId();
            row.durationSeconds = bounded(lifecycle.path("duration_seconds"), policy.durationSeconds());
            row.maxCalls = bounded(lifecycle.path("max_calls"), policy.maxCalls());
            start(row, policy);
            return insert(row).replaceWith(() -> new KeyIssued(key, row.description()));
        });
    }

    /** What the provider named, at least 1, at most what the policy allows. */
    private static long bounded(JsonNode wanted, long most) {
        return wanted.isNumber() ? Math.clamp(wanted.asLong(), 1, most) : most;
    }

    private static void start(KeyEntity row, KeyPolicy policy) {
        row.durationSeconds = Math.min(row.durationSeconds, policy.durationSeconds());
        row.maxCalls = Math.min(row.maxCalls, policy.maxCalls());
        row.callsLeft = row.maxCalls;
        row.expiresAt = DatabaseContext.now().plusSeconds(row.durationSeconds);
    }

    private Uni<Void> insert(KeyEntity row) {
        return database.inTransaction(
                () -> KeyEntity.count("serviceId = ?1 and consumerId = ?2", row.serviceId, row.consumerId)
                        .chain(count -> {
                            if (count >= MAX_PER_CONSUMER) {
                                throw new HubException(
                                        HubError.RATE_LIMITED, "too many keys for this service; revoke one first");
                            }
                            return row.persist().replaceWithVoid();
                        }));
    }

    /** Counts one call; fails with {@link HubError#KEY_INVALID} when the key does not allow it. */
    Uni<Void> use(String key, String serviceId) {
        return database.inTransaction(() -> KeyEntity.update(
                        "callsLeft = callsLeft - 1 where keyHash = ?1 and serviceId = ?2 and callsLeft > 0 and expiresAt > ?3",
                        Secrets.hash(key),
                        serviceId,
                        DatabaseContext.now()))
                .map(counted -> {
                    if (counted == 0) {
                        throw invalid();
                    }
                    return null;
                });
    }

    /** By the key itself or by its id. */
    Uni<Void> revoke(Caller caller, String keyOrId) {
        return find(keyOrId)
                .chain(row -> row.consumerId.equals(caller.participantId())
                        ? Uni.createFrom().item(row)
                        : services.actsFor(caller, row.serviceId).map(acts -> {
                            if (!acts) {
                                throw invalid();
                            }
                            return row;
                        }))
                .chain(row -> database.inTransaction(() -> KeyEntity.deleteById(row.keyHash)))
                .replaceWithVoid();
    }

    /** By the key itself or by its id. */
    Uni<ServiceKey> renew(Caller caller, String keyOrId) {
        return find(keyOrId)
                .call(row -> services.actsFor(caller, row.serviceId).invoke(acts -> {
                    if (!acts) {
                        throw new HubException(HubError.NOT_SERVICE_OWNER, "only its provider renews a key");
                    }
                }))
                .chain(row -> services.keyPolicy(row.serviceId))
                .chain(policy -> database.inTransaction(() -> query(keyOrId).map(row -> {
                    start(row, policy);
                    return row.description();
                })));
    }

    /** All keys to those who act for the service, their own to others. */
    Uni<List<ServiceKey>> list(Caller caller, String serviceId) {
        return services.require(Ids.checked(serviceId, "service_id"))
                .chain(() -> services.actsFor(caller, serviceId))
                .chain(acts -> database.inSession(() -> (acts
                                ? KeyEntity.<KeyEntity>find("serviceId = ?1 order by expiresAt, keyId", serviceId)
                                : KeyEntity.<KeyEntity>find(
                                        "serviceId = ?1 and consumerId = ?2 order by expiresAt, keyId",
                                        serviceId,
                                        caller.participantId()))
                        .page(0, MAX_LISTED)
                        .list()))
                .map(rows -> rows.stream().map(KeyEntity::description).toList());
    }

    private Uni<KeyEntity> find(String keyOrId) {
        return database.inSession(() -> query(keyOrId));
    }

    private static Uni<KeyEntity> query(String keyOrId) {
        return KeyEntity.<KeyEntity>find("keyHash = ?1 or keyId = ?2", Secrets.hash(keyOrId), keyOrId)
                .firstResult()
                .onItem()
                .ifNull()
                .failWith(ServiceKeys::invalid);
    }

    @Override
    public Uni<Void> withdrawn(String serviceId) {
        return KeyEntity.delete("serviceId", serviceId).replaceWithVoid();
    }

    @Scheduled(every = "1h", delayed = "1m", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> sweep() {
        return database.inTransaction(() ->
                        KeyEntity.delete("expiresAt < ?1", DatabaseContext.now().minus(KEPT)))
                .replaceWithVoid()
                .onFailure()
                .recoverWithNull();
    }

    private static HubException invalid() {
        return new HubException(HubError.KEY_INVALID, "the key is not valid for this");
    }
}
