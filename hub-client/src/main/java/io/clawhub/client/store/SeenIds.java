package io.clawhub.client.store;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * The duplicate filter: the newest ids of a conversation's log, read from its end when they are needed and not here. Bounded over all
 * workspaces of the process. For the I/O thread only.
 */
final class SeenIds {

    /** Of one conversation. */
    static final int PER_CONVERSATION = 4096;

    /** Of all together: some 25 MB. */
    private static final int TOTAL_MAX = 200_000;

    private final Map<Path, Set<String>> windows = new LinkedHashMap<>(16, 0.75f, true);
    private int total;

    boolean has(ConversationFiles files, String conversationId, String id) throws IOException {
        return window(files, conversationId).contains(id);
    }

    void add(ConversationFiles files, String conversationId, ObjectNode line) throws IOException {
        Set<String> window = window(files, conversationId);
        for (String id : ids(line)) {
            total += window.add(id) ? 1 : 0;
        }
        Iterator<String> oldest = window.iterator();
        while (window.size() > PER_CONVERSATION) {
            oldest.next();
            oldest.remove();
            total--;
        }
        evict();
    }

    private Set<String> window(ConversationFiles files, String conversationId) throws IOException {
        Path key = files.active(conversationId);
        Set<String> window = windows.get(key);
        if (window == null) {
            window = read(files.segments(conversationId));
            windows.put(key, window);
            total += window.size();
            evict();
        }
        return window;
    }

    private void evict() {
        Iterator<Set<String>> oldest = windows.values().iterator();
        while (total > TOTAL_MAX && windows.size() > 1) {
            total -= oldest.next().size();
            oldest.remove();
        }
    }

    private static Set<String> read(List<Path> segments) throws IOException {
        Deque<String> newestFirst = new ArrayDeque<>();
        for (int i = segments.size() - 1; i >= 0 && newestFirst.size() < PER_CONVERSATION; i--) {
            try (LogReader reader = new LogReader(segments.get(i))) {
                ObjectNode line = reader.previous();
                while (line != null && newestFirst.size() < PER_CONVERSATION) {
                    newestFirst.addAll(ids(line));
                    line = reader.previous();
                }
            }
        }
        Set<String> window = new LinkedHashSet<>();
        newestFirst.descendingIterator().forEachRemaining(window::add);
        return window;
    }

    private static List<String> ids(ObjectNode line) {
        boolean names = "msg".equals(Json.text(line, "r")) || line.has("cmid");
        String id = names ? Json.text(line, "id") : null;
        // A sender's idempotency key is only unique among its own messages.
        String own = "in".equals(Json.text(line, "dir")) ? null : Json.text(line, "cmid");
        if (id == null || id.equals(own)) {
            return own == null ? List.of() : List.of(own);
        }
        return own == null ? List.of(id) : List.of(id, own);
    }

    /** Forgets what was read of the logs under this directory. */
    void forget(Path directory) {
        windows.entrySet().removeIf(entry -> {
            boolean under = entry.getKey().startsWith(directory);
            total -= under ? entry.getValue().size() : 0;
            return under;
        });
    }
}
