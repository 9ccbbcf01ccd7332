package io.clawhub.gateway.core.history;

import java.util.List;
import java.util.Map;

import io.smallrye.mutiny.Uni;

import io.clawhub.events.CursorMoved;
import io.clawhub.events.archive.FoundMessage;
import io.clawhub.events.archive.HistoryPage;
import io.clawhub.events.archive.UnreadCount;

/**
 * Asks history about a participant's conversations. Every answer comes, or fails, within a few seconds; positions say how
 * far history must have stored the log.
 */
public interface HistoryLookup {

    /** The newest message of each conversation, oldest first: of the {@code limit} conversations last spoken in. */
    Uni<HistoryPage> latest(String participantId, int limit, Map<Integer, Long> positions);

    /** Those of the messages that exist and that the participant may see. */
    Uni<List<FoundMessage>> find(String participantId, List<String> messageIds, Map<Integer, Long> positions);

    /** How many unread messages each conversation has; conversations without are left out. */
    Uni<List<UnreadCount>> unread(String participantId, Map<Integer, Long> positions);

    /** The cursors of the participant's clients. */
    Uni<List<CursorMoved>> cursors(String participantId);
}
