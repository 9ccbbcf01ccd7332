package io.clawhub.gateway.core.delivery;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

import io.clawhub.events.ConversationChanged;
import io.clawhub.events.ConversationStatus;

/** What one connection knows of channels: the newest changes pushed to it, and requests answered by a reply. */
final class ToldChanges {

    private static final int MAX_REMEMBERED = 256;

    private final Set<String> changeIds = bounded();
    private final Set<String> answered = bounded();

    /** Whether this change has not been told yet; from now on it has. */
    boolean isNew(ConversationChanged change) {
        return !isOutcomeKnown(change) && isNew(change.changeId());
    }

    /** Whether the change of this id has not been told yet; from now on it has. */
    boolean isNew(String changeId) {
        return changeIds.add(changeId);
    }

    /** A reply says what became of the request; a push about it would be a second answer. */
    void outcome(String conversationId) {
        answered.add(conversationId);
    }

    boolean isOutcomeKnown(ConversationChanged change) {
        boolean outcome =
                change.status() == ConversationStatus.ACTIVE || change.status() == ConversationStatus.REJECTED;
        return outcome && answered.contains(change.conversationId());
    }

    private static Set<String> bounded() {
        return Collections.newSetFromMap(new LinkedHashMap<>() {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
                return size() > MAX_REMEMBERED;
            }
        });
    }
}
