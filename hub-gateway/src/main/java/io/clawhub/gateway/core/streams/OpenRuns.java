package io.clawhub.gateway.core.streams;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Predicate;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import io.clawhub.gateway.core.Caller;
import io.clawhub.gateway.core.HubError;
import io.clawhub.gateway.core.HubException;
import io.clawhub.gateway.core.StreamCommand.MoveRun;

/**
 * The runs that go on over connections of this gateway. A run ends here with its owner's connection; one that has been silent
 * for long gives way to a new one of its owner. So there are at most {@link #MAX_OPEN} for each connection.
 */
final class OpenRuns {

    /** Open runs of one participant. */
    static final int MAX_OPEN = 100;

    /** After this silence a run gives way to a new one: its client is gone, or has gone on elsewhere. */
    static final Duration SILENCE = Duration.ofMinutes(5);

    private static final Duration FENCED_FOR = Duration.ofMinutes(10);
    private static final int MAX_FENCED = 10_000;

    private final RunOutlet outlet;
    /** By owner. The maps and sets in here are replaced, never changed: they are read without a lock. */
    private final ConcurrentMap<String, Map<String, OpenRun>> byOwner = new ConcurrentHashMap<>();

    private final ConcurrentMap<String, Set<OpenRun>> byConversation = new ConcurrentHashMap<>();
    /** Runs that were cancelled, and by whom. */
    private final Cache<Named, String> fenced = Caffeine.newBuilder()
            .maximumSize(MAX_FENCED)
            .expireAfterWrite(FENCED_FOR)
            .build();

    private record Named(String conversationId, String runId) {}

    OpenRuns(RunOutlet outlet) {
        this.outlet = outlet;
    }

    /** A run that goes on here, or null. */
    OpenRun of(String participantId, String runId) {
        return byOwner.getOrDefault(participantId, Map.of()).get(runId);
    }

    /** The runs shown in a conversation. */
    Collection<OpenRun> in(String conversationId) {
        return byConversation.getOrDefault(conversationId, Set.of());
    }

    /**
     * The run that this piece is of, which may begin with it.
     *
     * @throws HubException {@link HubError#RATE_LIMITED} when the participant has too many open
     */
    OpenRun opened(Caller owner, MoveRun piece, OpenRun.Address address) {
        OpenRun before = of(owner.participantId(), piece.runId());
        if (before != null && before.isOther(piece)) {
            remove(before);
            before = null;
        }
        OpenRun run = before != null ? before : add(owner.participantId(), piece.runId());
        run.moved(owner.clientId(), address);
        return run;
    }

    private OpenRun add(String participantId, String runId) {
        if (byOwner.getOrDefault(participantId, Map.of()).size() >= MAX_OPEN) {
            pauseSilent(participantId::equals, SILENCE);
        }
        return byOwner.compute(participantId, (id, before) -> {
                    Map<String, OpenRun> runs = before == null ? new HashMap<>() : new HashMap<>(before);
                    if (runs.size() >= MAX_OPEN && !runs.containsKey(runId)) {
                        throw new HubException(HubError.RATE_LIMITED, "at most " + MAX_OPEN + " runs may be open");
                    }
                    runs.computeIfAbsent(runId, name -> new OpenRun(outlet, participantId, name));
                    return runs;
                })
                .get(runId);
    }

    /** The next piece of a run, and where it is shown from now on. */
    void take(OpenRun run, MoveRun piece, Place to) {
        String before = run.conversationId();
        if (before != null && !before.equals(to.conversationId())) {
            unplace(run, before);
        }
        if (to.isSomewhere() && !in(to.conversationId()).contains(run)) {
            byConversation.merge(to.conversationId(), Set.of(run), OpenRuns::joined);
        }
        run.take(piece, to, isFenced(run, to));
        if (of(run.participantId(), run.runId()) != run) {
            // Its owner went meanwhile.
            forget(run);
        }
    }

    private boolean isFenced(OpenRun run, Place place) {
        if (!place.isSomewhere()) {
            return false;
        }
        String by = fenced.getIfPresent(new Named(place.conversationId(), run.runId()));
        return by != null && !by.equals(run.participantId());
    }

    /** A member has cancelled a run. */
    void fence(String conversationId, String runId, String byParticipantId) {
        fenced.put(new Named(conversationId, runId), byParticipantId);
    }

    /** A run is over. */
    void remove(OpenRun run) {
        forget(run);
        if (run.conversationId() != null) {
            fenced.invalidate(new Named(run.conversationId(), run.runId()));
        }
    }

    /** A run goes on elsewhere, or not at all; one that was cancelled stays so. */
    private void forget(OpenRun run) {
        byOwner.computeIfPresent(run.participantId(), (id, before) -> {
            if (before.get(run.runId()) != run) {
                return before;
            }
            Map<String, OpenRun> runs = new HashMap<>(before);
            runs.remove(run.runId());
            return runs.isEmpty() ? null : runs;
        });
        run.close();
        if (run.conversationId() != null) {
            unplace(run, run.conversationId());
        }
    }

    /** The last connection of this client is gone: its runs pause. */
    void pause(String participantId, String clientId) {
        pause(participantId, run -> Objects.equals(clientId, run.clientId()));
    }

    /** Runs of these participants that have been silent for a while pause. */
    void pauseSilent(Predicate<String> owners, Duration silence) {
        for (String owner : byOwner.keySet()) {
            if (owners.test(owner)) {
                pause(owner, run -> run.isSilentFor(silence));
            }
        }
    }

    private void pause(String participantId, Predicate<OpenRun> which) {
        for (OpenRun run : byOwner.getOrDefault(participantId, Map.of()).values()) {
            if (which.test(run)) {
                run.pause();
                forget(run);
            }
        }
    }

    private void unplace(OpenRun run, String conversationId) {
        byConversation.computeIfPresent(conversationId, (id, before) -> {
            Set<OpenRun> runs = new HashSet<>(before);
            runs.remove(run);
            return runs.isEmpty() ? null : Set.copyOf(runs);
        });
    }

    private static Set<OpenRun> joined(Set<OpenRun> one, Set<OpenRun> other) {
        Set<OpenRun> all = new HashSet<>(one);
        all.addAll(other);
        return Set.copyOf(all);
    }
}
