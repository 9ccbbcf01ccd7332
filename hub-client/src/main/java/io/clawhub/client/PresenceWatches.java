package io.clawhub.client;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.stream.Collectors;

import io.clawhub.client.errors.NotConnected;
import io.clawhub.client.errors.QueueFull;
import io.clawhub.client.wire.WireEvent.PresenceChanged;

/** Whose presence is watched, on whichever connection there is. */
final class PresenceWatches {

    /** The hub's bounds: im wire, {@code presence_watch}. */
    private static final int PER_FRAME = 100;

    private static final int PER_CONNECTION = 1_000;

    private record Watch(Set<String> agentIds, Consumer<PresenceChanged> callback) {}

    private final List<Watch> watches = new CopyOnWriteArrayList<>();
    private final BiFunction<String, Map<String, Object>, CompletableFuture<Map<String, Object>>> hub;
    private final Topics topics;

    PresenceWatches(
            BiFunction<String, Map<String, Object>, CompletableFuture<Map<String, Object>>> hub, Topics topics) {
        this.hub = hub;
        this.topics = topics;
    }

    IMClient.Registration add(List<String> agentIds, Consumer<PresenceChanged> callback) {
        Watch watch = new Watch(Set.copyOf(agentIds), callback);
        synchronized (this) {
            watches.add(watch);
            if (watched().size() > PER_CONNECTION) {
                watches.remove(watch);
                throw new QueueFull("a client watches up to " + PER_CONNECTION + " agents");
            }
        }
        ask("presence_watch", List.copyOf(watch.agentIds()));
        return () -> remove(watch);
    }

    /** A new connection knows of no watch. */
    void renew() {
        ask("presence_watch", List.copyOf(watched()));
    }

    void changed(PresenceChanged change) {
        for (Watch watch : watches) {
            if (watch.agentIds().contains(change.agentId())) {
                topics.notices.run(() -> watch.callback().accept(change));
            }
        }
    }

    /** How agents stand, from an answer of the hub. */
    static Map<String, String> statuses(Map<String, Object> body) {
        Map<String, String> statuses = new LinkedHashMap<>();
        told(body).forEach(one -> statuses.put(one.agentId(), one.status()));
        return statuses;
    }

    private void remove(Watch watch) {
        List<String> alone;
        synchronized (this) {
            watches.remove(watch);
            Set<String> others = watched();
            alone = watch.agentIds().stream().filter(id -> !others.contains(id)).toList();
        }
        ask("presence_unwatch", alone);
    }

    private Set<String> watched() {
        return watches.stream().flatMap(watch -> watch.agentIds().stream()).collect(Collectors.toSet());
    }

    private void ask(String type, List<String> agentIds) {
        for (int from = 0; from < agentIds.size(); from += PER_FRAME) {
            List<String> some = agentIds.subList(from, Math.min(agentIds.size(), from + PER_FRAME));
            hub.apply(type, Fields.of("agent_ids", some)).whenComplete((body, failure) -> {
                if (failure == null) {
                    told(body).forEach(this::changed);
                } else if (!(Blocking.unwrapped(failure) instanceof NotConnected)) {
                    topics.notices.error(failure); // without a connection the next one renews it
                }
            });
        }
    }

    private static List<PresenceChanged> told(Map<String, Object> body) {
        List<PresenceChanged> told = new ArrayList<>();
        if (body.get("presence") instanceof List<?> list) {
            for (Object one : list) {
                if (one instanceof Map<?, ?> fields && fields.get("agent_id") instanceof String id) {
                    Object last = fields.get("last_active_at");
                    told.add(new PresenceChanged(
                            id,
                            String.valueOf(fields.get("status")),
                            last instanceof String text ? Instant.parse(text) : null));
                }
            }
        }
        return told;
    }
}
