package io.clawhub.gateway.core.services;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

import io.clawhub.events.DirectoryChanged;
import io.clawhub.events.Topics;
import io.clawhub.gateway.core.Caller;
import io.clawhub.gateway.core.HubError;
import io.clawhub.gateway.core.HubException;
import io.clawhub.gateway.core.Ids;
import io.clawhub.gateway.core.Reply;
import io.clawhub.gateway.core.ServiceCommand;
import io.clawhub.gateway.core.ServiceCommand.RegisterService;
import io.clawhub.gateway.core.ServiceReply.ServiceRegistered;
import io.clawhub.gateway.core.log.EventLog;

/**
 * Services, remembered. A change on any gateway is forgotten at once on all of them ({@code hub.directory}); should that
 * word be lost, after 30 s. While the store is away, what was known last goes on to count: agents that talk through a
 * service keep talking.
 */
@ApplicationScoped
public class ServiceRegistry {

    private static final int MAX_REMEMBERED = 100_000;
    private static final long BELIEVE_NANOS = Duration.ofSeconds(30).toNanos();
    private static final long BELIEVE_ABSENT_NANOS = Duration.ofSeconds(3).toNanos();

    private final ServiceStore store;
    private final ServiceCommands commands;
    private final EventLog log;
    private final Cache<String, Known> known =
            Caffeine.newBuilder().maximumSize(MAX_REMEMBERED).build();
    /** Grows with each forgetting: what was read before it must not be remembered after it. */
    private final AtomicLong forgettings = new AtomicLong();

    /** {@code service} is empty if there was none. */
    private record Known(Optional<RegisteredService> service, long sinceNanos) {

        boolean isFresh(long nowNanos) {
            return nowNanos - sinceNanos < (service.isPresent() ? BELIEVE_NANOS : BELIEVE_ABSENT_NANOS);
        }
    }

    ServiceRegistry(ServiceStore store, ServiceCommands commands, EventLog log) {
        this.store = store;
        this.commands = commands;
        this.log = log;
    }

    /** Carries out a command; registering comes through {@link #register}. */
    public Uni<? extends Reply> handle(Caller caller, ServiceCommand command) {
        // Told also after a failure: a time-out does not mean that nothing was committed.
        String changed = changedBy(command);
        Uni<? extends Reply> reply = commands.handle(caller, command);
        return changed == null ? reply : reply.onTermination().invoke(() -> announce(changed));
    }

    private static String changedBy(ServiceCommand command) {
        return switch (command) {
            case RegisterService register -> register.serviceId();
            case ServiceCommand.UnregisterService withdraw -> withdraw.serviceId();
            case ServiceCommand.UpdateService update -> update.serviceId();
            case ServiceCommand.SetPrice price -> price.serviceId();
            case ServiceCommand.ChangeAccess access -> access.serviceId();
            case ServiceCommand.SetKeyPolicy policy -> policy.serviceId();
            case ServiceCommand.DiscoverServices discover -> null;
            case ServiceCommand.DescribeService describe -> null;
            case ServiceCommand.RateService rate -> null;
            case ServiceCommand.ReadRating read -> null;
        };
    }

    private void announce(String serviceId) {
        forget(serviceId);
        DirectoryChanged change = new DirectoryChanged(DirectoryChanged.Entity.SERVICE, serviceId);
        log.publish(Topics.HUB_DIRECTORY, change.key(), change);
    }

    /** Some gateway changed a service. */
    public void forget(String serviceId) {
        forgettings.incrementAndGet();
        known.invalidate(serviceId);
    }

    /** Offers a service in the caller's own name. */
    public Uni<ServiceRegistered> register(Caller caller, RegisterService command) {
        boolean ephemeral = caller.authentication() == Caller.Authentication.NONE;
        return register(new Registration(caller.participantId(), caller.participantId(), ephemeral, command))
                .map(service -> new ServiceRegistered(service.serviceId(), service.conversationId()));
    }

    /** Offers a service in the name of the owner that was decided on. */
    public Uni<RegisteredService> register(Registration registration) {
        String serviceId = Ids.checked(registration.command().serviceId(), "service_id");
        return store.register(registration)
                .onTermination()
                .invoke(() -> announce(serviceId))
                .invoke(service -> remember(serviceId, Optional.of(service)));
    }

    /** What memory says: a service, empty for "there is none", null for "ask {@link #find}". */
    public Optional<RegisteredService> remembered(String serviceId) {
        Known entry = known.getIfPresent(serviceId);
        return entry != null && entry.isFresh(System.nanoTime()) ? entry.service() : null;
    }

    /** The service of this id, asking the store; the last known one while the store does not answer. */
    public Uni<Optional<RegisteredService>> find(String serviceId) {
        long forgettingsBefore = forgettings.get();
        return store.find(serviceId)
                .map(Optional::ofNullable)
                .invoke(service -> {
                    if (forgettings.get() == forgettingsBefore) {
                        remember(serviceId, service);
                    }
                })
                .onFailure()
                .recoverWithUni(failure -> lastKnown(serviceId, failure));
    }

    private Uni<Optional<RegisteredService>> lastKnown(String serviceId, Throwable failure) {
        Known last = known.getIfPresent(serviceId);
        if (last == null || last.service().isEmpty()) {
            return Uni.createFrom().failure(failure);
        }
        remember(serviceId, last.service());
        return Uni.createFrom().item(last.service());
    }

    private void remember(String serviceId, Optional<RegisteredService> service) {
        known.put(serviceId, new Known(service, System.nanoTime()));
    }

    /** The service of this id, from memory if possible; fails with {@link HubError#SERVICE_NOT_FOUND}. */
    public Uni<RegisteredService> require(String serviceId) {
        Optional<RegisteredService> remembered = remembered(serviceId);
        Uni<Optional<RegisteredService>> found =
                remembered != null ? Uni.createFrom().item(remembered) : find(serviceId);
        return found.map(service -> service.orElseThrow(Ownership::notFound));
    }

    /**
     * Refuses who may not use the service: it is for everybody, or for its owner, those who offer it, and the users on its
     * list. Fails with {@link HubError#ACCESS_DENIED} or {@link HubError#SERVICE_NOT_FOUND}.
     */
    public Uni<Void> checkAccess(Caller caller, String serviceId) {
        return require(serviceId).chain(service -> {
            if (service.isOpenTo(caller.userId()) || service.ownerId().equals(caller.participantId())) {
                return Uni.createFrom().voidItem();
            }
            return store.actsFor(caller.participantId(), serviceId)
                    .invoke(acts -> {
                        if (!acts) {
                            throw new HubException(HubError.ACCESS_DENIED, "this service is not for you");
                        }
                    })
                    .replaceWithVoid();
        });
    }

    /** Whether this participant may act for the service: as its owner, or with a live connection that offers it. */
    public Uni<Boolean> actsFor(Caller caller, String serviceId) {
        return store.actsFor(caller.participantId(), serviceId);
    }

    /** Whether anybody of this id was ever party of a conversation or owner of a service. */
    public Uni<Boolean> isParticipant(String participantId) {
        return store.isParticipant(participantId);
    }

    /** The service as it is shown; fails with {@link HubError#SERVICE_NOT_FOUND}. */
    public Uni<ServiceListing> describe(String serviceId) {
        return commands.describe(serviceId);
    }

    /** How long keys of this service may last. */
    public Uni<KeyPolicy> keyPolicy(String serviceId) {
        return store.keyPolicy(serviceId).onItem().ifNull().failWith(Ownership::notFound);
    }
}
