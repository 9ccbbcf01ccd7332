package io.clawhub.gateway.core.presence;

import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;

import io.clawhub.events.PresenceChanged;
import io.clawhub.gateway.core.HubError;
import io.clawhub.gateway.core.HubException;
import io.clawhub.gateway.core.Ids;
import io.clawhub.gateway.core.PresenceCommand;
import io.clawhub.gateway.core.PresenceCommand.ReadPresence;
import io.clawhub.gateway.core.PresenceCommand.UnwatchPresence;
import io.clawhub.gateway.core.PresenceCommand.WatchPresence;
import io.clawhub.gateway.core.PresenceReply.PresenceRead;
import io.clawhub.gateway.core.Push.PresenceSeen;
import io.clawhub.gateway.core.Reply;
import io.clawhub.gateway.core.connections.ClientConnection;
import io.clawhub.gateway.core.connections.ConnectionListener;
import io.clawhub.gateway.core.connections.ConnectionRegistry;

/**
 * Connections that want to hear who comes and goes. A watch is entered first and answered then, so no change is missed
 * between the two. A watch ends with its connection.
 */
@ApplicationScoped
public class PresenceWatch implements ConnectionListener {

    /** Participants in one command. */
    static final int MAX_ASKED = 100;

    /** By then an answer stands in its connection's queue. */
    private static final long SETTLE_MILLIS = 500;

    private final PresenceService presences;
    private final ConnectionRegistry connections;
    private final Vertx vertx;
    private final ConcurrentMap<ClientConnection, Watcher> watchers = new ConcurrentHashMap<>();
    private final ConcurrentMap<String, Watched> watched = new ConcurrentHashMap<>();

    /**
     * A participant whom somebody watches here.
     *
     * @param watchers changed only while the participant's entry is
     * @param version of the last change heard of, 0 for none
     * @param lastActiveAt with the last change
     */
    private record Watched(Set<Watcher> watchers, long version, Instant lastActiveAt) {

        /** A repeat, or older than what was heard. Versions begin anew if presence lost its memory; time does not. */
        boolean knows(PresenceChanged change) {
            return change.version() <= version
                    && (change.lastActiveAt() == null
                            || lastActiveAt != null && !change.lastActiveAt().isAfter(lastActiveAt));
        }
    }

    PresenceWatch(PresenceService presences, ConnectionRegistry connections, Vertx vertx) {
        this.presences = presences;
        this.connections = connections;
        this.vertx = vertx;
    }

    /** Carries out a command of a connection; null as the connection for a caller without one, which can only read. */
    public Uni<Reply> handle(ClientConnection connection, PresenceCommand command) {
        return Uni.createFrom().deferred(() -> switch (command) {
            case ReadPresence read ->
                presences.of(checked(read.participantIds())).map(PresenceRead::new);
            case WatchPresence watch -> watch(needed(connection), checked(watch.participantIds()));
            case UnwatchPresence unwatch -> {
                unwatch(needed(connection), checked(unwatch.participantIds()));
                yield Uni.createFrom().item(new Reply.Done());
            }
        });
    }

    private Uni<Reply> watch(ClientConnection connection, List<String> participantIds) {
        Set<String> ids = new LinkedHashSet<>(participantIds);
        Watcher watcher = watchers.computeIfAbsent(
                connection, opened -> new Watcher(presence -> opened.push(new PresenceSeen(presence))));
        watcher.begin(ids);
        ids.forEach(id -> watched.compute(id, (key, before) -> with(before, watcher)));
        if (!Arrays.asList(connections.of(connection.caller().participantId())).contains(connection)) {
            // It closed meanwhile, and may have been cleaned up before it watched.
            closed(connection);
        }
        return presences.of(participantIds).map(read -> {
            vertx.setTimer(SETTLE_MILLIS, timer -> watcher.answered(ids));
            return new PresenceRead(watcher.answer(read));
        });
    }

    private void unwatch(ClientConnection connection, List<String> participantIds) {
        Watcher watcher = watchers.get(connection);
        if (watcher != null) {
            end(watcher, Set.copyOf(participantIds));
        }
    }

    private void end(Watcher watcher, Set<String> ids) {
        watcher.end(ids);
        ids.forEach(id -> watched.computeIfPresent(id, (key, before) -> without(before, watcher)));
    }

    @Override
    public void closed(ClientConnection connection) {
        Watcher watcher = watchers.remove(connection);
        if (watcher != null) {
            end(watcher, watcher.watched());
        }
    }

    /** Whether anybody here watches this participant. */
    public boolean isWatched(String participantId) {
        return watched.containsKey(participantId);
    }

    /** Somebody came or went; call it in log order. */
    public void changed(PresenceChanged change) {
        Watched before = watched.get(change.participantId());
        if (before == null || before.knows(change)) {
            return;
        }
        Watched now = watched.computeIfPresent(
                change.participantId(),
                (id, same) -> new Watched(same.watchers(), change.version(), change.lastActiveAt()));
        if (now != null) {
            Presence.Status status = change.online() ? Presence.Status.ONLINE : Presence.Status.OFFLINE;
            Presence presence = new Presence(change.participantId(), status, change.lastActiveAt());
            now.watchers().forEach(watcher -> watcher.changed(presence));
        }
    }

    private static Watched with(Watched before, Watcher added) {
        Watched now = before == null ? new Watched(ConcurrentHashMap.newKeySet(), 0, null) : before;
        now.watchers().add(added);
        return now;
    }

    private static Watched without(Watched before, Watcher removed) {
        before.watchers().remove(removed);
        return before.watchers().isEmpty() ? null : before;
    }

    private static ClientConnection needed(ClientConnection connection) {
        if (connection == null) {
            throw new HubException(HubError.UNKNOWN_TYPE, "this needs a connection");
        }
        return connection;
    }

    private static List<String> checked(List<String> participantIds) {
        if (participantIds.isEmpty() || participantIds.size() > MAX_ASKED) {
            throw new HubException(HubError.MISSING_FIELDS, "name 1 to " + MAX_ASKED + " agents");
        }
        participantIds.forEach(id -> Ids.checked(id, "an agent id"));
        return participantIds;
    }
}
