package io.clawhub.gateway.core.services;

import java.time.Duration;
import java.util.Optional;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

import io.clawhub.gateway.core.Caller;
import io.clawhub.gateway.core.Command.RegisterService;
import io.clawhub.gateway.core.Reply.ServiceRegistered;

/**
 * Services, remembered. An owner never changes, so a known service stays true; that a service is unknown is believed
 * for a few seconds only, because another gateway may register it.
 */
@ApplicationScoped
public class ServiceRegistry {

    private static final int MAX_REMEMBERED = 100_000;
    private static final long BELIEVE_ABSENT_NANOS = Duration.ofSeconds(3).toNanos();

    private final ServiceStore store;
    private final Cache<String, RegisteredService> known =
            Caffeine.newBuilder().maximumSize(MAX_REMEMBERED).build();
    /** When a service was looked for in vain, {@code System.nanoTime()}. */
    private final Cache<String, Long> absent =
            Caffeine.newBuilder().maximumSize(MAX_REMEMBERED).build();

    ServiceRegistry(ServiceStore store) {
        this.store = store;
    }

    /** Offers a service in the caller's name. */
    public Uni<ServiceRegistered> register(Caller caller, RegisterService command) {
        return store.register(caller.participantId(), command).map(service -> {
            known.put(service.serviceId(), service);
            absent.invalidate(service.serviceId());
            return new ServiceRegistered(service.serviceId(), service.conversationId());
        });
    }

    /** What memory says: a service, empty for "there is none", null for "ask {@link #find}". */
    public Optional<RegisteredService> remembered(String serviceId) {
        RegisteredService service = known.getIfPresent(serviceId);
        if (service != null) {
            return Optional.of(service);
        }
        Long since = absent.getIfPresent(serviceId);
        return since == null || System.nanoTime() - since > BELIEVE_ABSENT_NANOS ? null : Optional.empty();
    }

    /** The service of this id, asking the store. */
    public Uni<Optional<RegisteredService>> find(String serviceId) {
        return store.find(serviceId).map(service -> {
            if (service == null) {
                absent.put(serviceId, System.nanoTime());
            } else {
                known.put(serviceId, service);
            }
            return Optional.ofNullable(service);
        });
    }
}
