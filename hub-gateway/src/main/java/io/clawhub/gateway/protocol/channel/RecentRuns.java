package io.clawhub.gateway.protocol.channel;

import java.util.LinkedHashSet;
import java.util.Set;

/** Runs that something is known of, the latest 64: what is added again is the latest. Guarded by its owner. */
final class RecentRuns {

    private static final int MAX = 64;

    private final Set<String> ids = new LinkedHashSet<>();

    void add(String runId) {
        ids.remove(runId);
        ids.add(runId);
        if (ids.size() > MAX) {
            ids.remove(ids.iterator().next());
        }
    }

    boolean contains(String runId) {
        return ids.contains(runId);
    }

    /** Whether it was there. */
    boolean remove(String runId) {
        return ids.remove(runId);
    }
}
