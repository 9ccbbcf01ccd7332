package io.clawhub.gateway.core.history;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

import io.clawhub.events.CursorMoved;
import io.clawhub.events.archive.FindRequest;
import io.clawhub.events.archive.FoundMessage;
import io.clawhub.events.archive.HistoryPage;
import io.clawhub.events.archive.UnreadCount;
import io.clawhub.gateway.core.HubError;
import io.clawhub.gateway.core.HubException;
import io.clawhub.gateway.core.log.ChatEventTail;
import io.clawhub.gateway.core.log.LogPosition;

/**
 * What history knows of a participant's conversations, with everything in it that this gateway has read from the log. Fails
 * with {@link HubError#HISTORY_UNAVAILABLE} while history does not answer or cannot get that far in time.
 */
@ApplicationScoped
public class ParticipantHistory {

    /** The most conversations whose newest message one answer holds. */
    public static final int MOST_CONVERSATIONS = 500;

    private final HistoryLookup history;
    private final ChatEventTail tail;

    ParticipantHistory(HistoryLookup history, ChatEventTail tail) {
        this.history = history;
        this.tail = tail;
    }

    /** The newest message of each conversation, oldest first; of the {@value #MOST_CONVERSATIONS} last spoken in at most. */
    public Uni<HistoryPage> latest(String participantId) {
        return history.latest(participantId, MOST_CONVERSATIONS, tail.positions());
    }

    /**
     * Messages by their ids; those that the participant may not see, or that do not exist, are left out.
     *
     * @param messageIds the hub's ids, at most {@value FindRequest#MOST} different ones
     * @param last where something was written that must be found, or null
     * @return fails with {@link HubError#MISSING_FIELDS} for too many ids, too
     */
    public Uni<Map<String, FoundMessage>> find(String participantId, Collection<String> messageIds, LogPosition last) {
        List<String> ids = messageIds.stream().distinct().toList();
        if (ids.isEmpty()) {
            return Uni.createFrom().item(Map.of());
        }
        if (ids.size() > FindRequest.MOST) {
            return Uni.createFrom()
                    .failure(new HubException(HubError.MISSING_FIELDS, "at most " + FindRequest.MOST + " messages"));
        }
        Map<Integer, Long> positions = new HashMap<>(tail.positions());
        if (last != null) {
            positions.merge(last.partition(), last.offset() + 1, Math::max);
        }
        return history.find(participantId, ids, positions).map(found -> found.stream()
                .collect(Collectors.toUnmodifiableMap(FoundMessage::messageId, Function.identity())));
    }

    /**
     * How many messages of others each conversation has beyond the furthest that any of the participant's clients has read,
     * at most {@value UnreadCount#MOST}; conversations without are left out. A cursor that was moved in the last second may
     * not count yet.
     */
    public Uni<Map<String, Integer>> unread(String participantId) {
        return history.unread(participantId, tail.positions()).map(counts -> counts.stream()
                .collect(Collectors.toUnmodifiableMap(UnreadCount::conversationId, UnreadCount::count)));
    }

    /** The furthest seq that any of the participant's clients has read, by conversation; those never read are left out. */
    public Uni<Map<String, Long>> readUpTo(String participantId) {
        return history.cursors(participantId).map(cursors -> cursors.stream()
                .filter(cursor -> cursor.readSeq() > 0)
                .collect(Collectors.toUnmodifiableMap(CursorMoved::conversationId, CursorMoved::readSeq, Math::max)));
    }
}
