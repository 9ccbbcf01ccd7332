package io.clawhub.history.ingest;

import java.util.Collection;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.clawhub.history.archive.MemberKey;

/**
 * Memberships this instance has stored already, so that a busy conversation's members are written once and not with
 * every batch. Bounded: the conversation unused for longest goes first. Used by one thread at a time.
 */
final class KnownMembers {

    private final int most;
    private final Map<String, Set<String>> byConversation = new LinkedHashMap<>(16, 0.75f, true);
    private int size;

    KnownMembers(int most) {
        this.most = most;
    }

    /** Whether all of them are known as members. */
    boolean knows(String conversationId, String senderId, List<String> audience) {
        Set<String> known = byConversation.get(conversationId);
        if (known == null || !known.contains(senderId)) {
            return false;
        }
        for (int i = 0; i < audience.size(); i++) {
            if (!known.contains(audience.get(i))) {
                return false;
            }
        }
        return true;
    }

    /** Remembers members that are committed. */
    void add(Collection<MemberKey> members) {
        for (MemberKey member : members) {
            if (byConversation
                    .computeIfAbsent(member.conversationId(), id -> new HashSet<>(4))
                    .add(member.participantId())) {
                size++;
            }
        }
        Iterator<Set<String>> eldest = byConversation.values().iterator();
        while (size > most && eldest.hasNext()) {
            size -= eldest.next().size();
            eldest.remove();
        }
    }

    /** Forgets everything: after a transaction of unknown end, and when partitions move. */
    void clear() {
        byConversation.clear();
        size = 0;
    }
}
