package io.clawhub.gateway.core.streams;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.LongSupplier;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import io.clawhub.gateway.core.HubError;
import io.clawhub.gateway.core.HubException;

/** The runs that participants have begun on this gateway, and where. A run that has been silent for long is forgotten. */
final class OpenRuns {

    /** Open runs of one participant. */
    static final int MAX_OPEN = 100;

    /** After this silence a run gives way to a new one: its client is gone, or has gone on elsewhere. */
    static final Duration SILENCE = Duration.ofMinutes(5);

    private static final int MAX_PARTICIPANTS = 10_000;

    private final LongSupplier nanoClock;
    private final Cache<String, Map<String, Moved>> open =
            Caffeine.newBuilder().maximumSize(MAX_PARTICIPANTS).build();

    /**
     * Where a run goes, as its first piece said; one of the two may be null.
     *
     * @param nowhere whether there was no conversation with the target then
     */
    record Run(String conversationId, String targetId, boolean nowhere) {

        boolean isFor(String conversation, String target) {
            return Objects.equals(conversationId, conversation) && Objects.equals(targetId, target);
        }
    }

    private record Moved(Run run, long atNanos) {}

    OpenRuns(LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
    }

    /** A run that was begun here, or null. */
    Run of(String participantId, String runId) {
        Map<String, Moved> runs = open.getIfPresent(participantId);
        Moved moved = runs == null ? null : runs.get(runId);
        return moved == null ? null : moved.run();
    }

    /**
     * A run begins or goes on.
     *
     * @throws HubException {@link HubError#RATE_LIMITED} when the participant has too many open
     */
    void moved(String participantId, String runId, Run run) {
        long now = nanoClock.getAsLong();
        // Maps are replaced, never changed: they are read without a lock.
        open.asMap().compute(participantId, (id, before) -> {
            Map<String, Moved> runs = before == null ? new HashMap<>() : new HashMap<>(before);
            if (!runs.containsKey(runId) && runs.size() >= MAX_OPEN) {
                runs.values().removeIf(moved -> now - moved.atNanos() > SILENCE.toNanos());
                if (runs.size() >= MAX_OPEN) {
                    throw new HubException(HubError.RATE_LIMITED, "at most " + MAX_OPEN + " runs may be open");
                }
            }
            runs.put(runId, new Moved(run, now));
            return runs;
        });
    }

    /** A run is over. */
    void end(String participantId, String runId) {
        open.asMap().computeIfPresent(participantId, (id, before) -> {
            if (!before.containsKey(runId)) {
                return before;
            }
            Map<String, Moved> runs = new HashMap<>(before);
            runs.remove(runId);
            return runs.isEmpty() ? null : runs;
        });
    }
}
