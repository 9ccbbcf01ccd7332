package io.clawhub.gateway.core.streams;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * Answers who wants to see the runs of a conversation as they stand: the first at once, those who ask soon after together.
 * The more there is to show, the longer they wait, so that a thousand who come at once cost little.
 */
final class Snapshots {

    private static final long INTERVAL_MILLIS = 20;
    /** For every so many UTF-16 units that were shown, one interval more. */
    private static final int UNITS_PER_INTERVAL = 64 * 1024;
    /** Who may wait in one conversation: more than a group that shows runs has members. */
    private static final int MAX_WAITING = 1_000;

    private final OpenRuns runs;
    private final BiConsumer<Long, Runnable> timer;
    private final Map<String, Set<String>> waiting = new HashMap<>();

    Snapshots(OpenRuns runs, BiConsumer<Long, Runnable> timer) {
        this.runs = runs;
        this.timer = timer;
    }

    void asked(String conversationId, String participantId) {
        if (!runs.in(conversationId).isEmpty() && isFirst(conversationId, participantId)) {
            answer(conversationId, List.of(participantId));
        }
    }

    private synchronized boolean isFirst(String conversationId, String participantId) {
        Set<String> askers = waiting.get(conversationId);
        if (askers == null) {
            waiting.put(conversationId, new HashSet<>());
            return true;
        }
        if (askers.size() < MAX_WAITING) {
            askers.add(participantId);
        }
        return false;
    }

    private void answer(String conversationId, List<String> askers) {
        long shown = 0;
        for (OpenRun run : runs.in(conversationId)) {
            shown += run.snapshot(conversationId, askers);
        }
        timer.accept(INTERVAL_MILLIS * (1 + shown / UNITS_PER_INTERVAL), () -> due(conversationId));
    }

    private void due(String conversationId) {
        List<String> askers = taken(conversationId);
        if (!askers.isEmpty()) {
            answer(conversationId, askers);
        }
    }

    private synchronized List<String> taken(String conversationId) {
        Set<String> askers = waiting.remove(conversationId);
        if (askers == null || askers.isEmpty()) {
            return List.of();
        }
        waiting.put(conversationId, new HashSet<>());
        return List.copyOf(askers);
    }
}
