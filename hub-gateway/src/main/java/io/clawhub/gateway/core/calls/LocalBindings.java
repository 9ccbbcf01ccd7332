package io.clawhub.gateway.core.calls;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import jakarta.enterprise.context.ApplicationScoped;

import io.clawhub.gateway.core.HubError;
import io.clawhub.gateway.core.HubException;
import io.clawhub.gateway.core.Ids;
import io.clawhub.gateway.core.connections.ClientConnection;

/** Which connections of this gateway offer which services. */
@ApplicationScoped
public class LocalBindings {

    static final int MAX_PER_CONNECTION = 100;

    private static final int ID_DIGITS = 16;

    private final Map<String, List<Binding>> byService = new HashMap<>();
    private final Map<ClientConnection, Map<String, Binding>> byConnection = new HashMap<>();

    /**
     * Binds, anew if it was bound before.
     *
     * @throws HubException {@link HubError#RATE_LIMITED} beyond {@value #MAX_PER_CONNECTION} services of a connection
     */
    synchronized Binding bind(ClientConnection connection, String serviceId, int registration, long nowMillis) {
        Map<String, Binding> own = byConnection.computeIfAbsent(connection, one -> new HashMap<>());
        Binding before = own.get(serviceId);
        if (before == null && own.size() >= MAX_PER_CONNECTION) {
            throw new HubException(
                    HubError.RATE_LIMITED, "a connection offers at most " + MAX_PER_CONNECTION + " services");
        }
        String connectionId = before != null ? before.connectionId() : Ids.fresh("", ID_DIGITS);
        Binding binding = new Binding(serviceId, registration, connectionId, connection, nowMillis);
        own.put(serviceId, binding);
        List<Binding> all = byService.computeIfAbsent(serviceId, id -> new ArrayList<>());
        all.remove(before);
        all.add(binding);
        return binding;
    }

    /** The connection is gone. */
    synchronized List<Binding> unbind(ClientConnection connection) {
        Map<String, Binding> own = byConnection.remove(connection);
        if (own == null) {
            return List.of();
        }
        List<Binding> gone = List.copyOf(own.values());
        gone.forEach(this::removeFromService);
        return gone;
    }

    /** This binding alone is no more. */
    synchronized void unbind(Binding binding) {
        Map<String, Binding> own = byConnection.get(binding.connection());
        if (own != null && own.remove(binding.serviceId(), binding) && own.isEmpty()) {
            byConnection.remove(binding.connection());
        }
        removeFromService(binding);
    }

    /** Drops what belongs to other lives of the service than this one; all of it if there is none. */
    synchronized void keepOnly(String serviceId, Integer registration) {
        List.copyOf(byService.getOrDefault(serviceId, List.of())).stream()
                .filter(binding -> registration == null || binding.registration() < registration)
                .forEach(this::unbind);
    }

    synchronized boolean offers(String serviceId) {
        return byService.containsKey(serviceId);
    }

    /** The connections that offer the service in its newest life, the newest one first. */
    synchronized List<Binding> newestFirst(String serviceId) {
        List<Binding> all = byService.getOrDefault(serviceId, List.of());
        int newest = all.stream().mapToInt(Binding::registration).max().orElse(0);
        return all.stream()
                .filter(binding -> binding.registration() == newest)
                .toList()
                .reversed();
    }

    /** All of them. */
    synchronized List<Binding> all() {
        return byService.values().stream()
                .flatMap(List::stream)
                .sorted(Comparator.comparingLong(Binding::boundAtMillis))
                .toList();
    }

    private void removeFromService(Binding binding) {
        List<Binding> all = byService.get(binding.serviceId());
        if (all != null && all.remove(binding) && all.isEmpty()) {
            byService.remove(binding.serviceId());
        }
    }
}
