package io.clawhub.gateway.core.groups;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.clawhub.events.ChatEvent;
import io.clawhub.events.MemberJoined;
import io.clawhub.events.MemberLeft;

/**
 * Who came to groups and went, as the tail has read it lately. A message that stands behind a change in the log is for the
 * members after it, although its audience may have been written down before. Used by the tail's thread alone.
 */
final class Comings {

    private static final int MAX_GROUPS = 10_000;
    /** More than one command changes. */
    private static final int MAX_OF_GROUP = 300;

    /** By conversation: participant to whether they are in. */
    private final Map<String, Map<String, Boolean>> lately = bounded(MAX_GROUPS);

    void note(ChatEvent event) {
        if (event instanceof MemberJoined joined) {
            of(joined.conversationId()).put(joined.member().participantId(), true);
        } else if (event instanceof MemberLeft left) {
            of(left.conversationId()).put(left.participantId(), false);
        }
    }

    private Map<String, Boolean> of(String conversationId) {
        return lately.computeIfAbsent(conversationId, id -> bounded(MAX_OF_GROUP));
    }

    List<String> corrected(String conversationId, List<String> audience) {
        Map<String, Boolean> changes = lately.get(conversationId);
        // No audience means every member already.
        if (changes == null || audience.isEmpty()) {
            return audience;
        }
        List<String> corrected = new ArrayList<>(audience);
        changes.forEach((participantId, in) -> {
            if (!in) {
                corrected.remove(participantId);
            } else if (!audience.contains(participantId)) {
                corrected.add(participantId);
            }
        });
        return corrected;
    }

    private static <V> Map<String, V> bounded(int size) {
        return new LinkedHashMap<>() {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
                return size() > size;
            }
        };
    }
}
