package io.clawhub.gateway.core.presence;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

import io.clawhub.gateway.core.HubError;
import io.clawhub.gateway.core.HubException;

/**
 * Whom one connection watches. While it is being told where somebody stands, what happens meanwhile is kept and told
 * afterwards, so that the answer is never news about the past.
 */
final class Watcher {

    /** Participants that one connection may watch. */
    static final int MAX_WATCHED = 1_000;

    private final Consumer<Presence> push;
    private final Map<String, Entry> watched = new HashMap<>();

    /** A watched participant: how many answers about it are on their way, what happened meanwhile, and what they said of it. */
    private static final class Entry {
        int answers;
        Presence meanwhile;
        Presence answered;
    }

    Watcher(Consumer<Presence> push) {
        this.push = push;
    }

    /**
     * Watches these too, and begins to answer where they stand.
     *
     * @throws HubException {@link HubError#RATE_LIMITED} when that would be too many; nothing has changed then
     */
    synchronized void begin(Set<String> participantIds) {
        long more =
                participantIds.stream().filter(id -> !watched.containsKey(id)).count();
        if (watched.size() + more > MAX_WATCHED) {
            throw new HubException(HubError.RATE_LIMITED, "at most " + MAX_WATCHED + " participants may be watched");
        }
        participantIds.forEach(id -> watched.computeIfAbsent(id, key -> new Entry()).answers++);
    }

    /** Somebody came or went. */
    synchronized void changed(Presence presence) {
        Entry entry = watched.get(presence.participantId());
        if (entry == null) {
            return;
        }
        if (entry.answers > 0) {
            entry.meanwhile = presence;
        } else {
            push.accept(presence);
        }
    }

    /** The answer: as read, or as it changed while it was read. */
    synchronized List<Presence> answer(List<Presence> read) {
        return read.stream()
                .map(presence -> {
                    Entry entry = watched.get(presence.participantId());
                    if (entry == null || entry.meanwhile == null) {
                        return presence;
                    }
                    entry.answered = entry.meanwhile;
                    return entry.meanwhile;
                })
                .toList();
    }

    /** The answer has gone out: what happened since it was begun follows if nobody else is waiting. */
    synchronized void answered(Set<String> participantIds) {
        for (String id : participantIds) {
            Entry entry = watched.get(id);
            if (entry == null || entry.answers == 0 || --entry.answers > 0) {
                continue;
            }
            Presence last = entry.meanwhile;
            if (last != null && last != entry.answered) {
                push.accept(last);
            }
            entry.meanwhile = null;
            entry.answered = null;
        }
    }

    /** Watches these no more. */
    synchronized void end(Set<String> participantIds) {
        participantIds.forEach(watched::remove);
    }

    /** Who is watched. */
    synchronized Set<String> watched() {
        return Set.copyOf(watched.keySet());
    }
}
