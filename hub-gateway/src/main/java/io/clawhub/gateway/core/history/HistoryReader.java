package io.clawhub.gateway.core.history;

import java.util.Map;

import io.smallrye.mutiny.Uni;

import io.clawhub.events.archive.HistoryPage;
import io.clawhub.events.archive.ReplayPage;
import io.clawhub.events.archive.ReplayRequest;

/** Reads what history has stored. Every answer comes, or fails, within a few seconds. */
public interface HistoryReader {

    /** A page of what a client missed. */
    Uni<ReplayPage> replay(ReplayRequest request);

    /**
     * The newest messages of a conversation that the participant may see, oldest first; empty if it may see none.
     *
     * @param positions how far history should have stored the log; it waits briefly
     */
    Uni<HistoryPage> newest(String participantId, String conversationId, int limit, Map<Integer, Long> positions);

    /** The newest messages of all the participant's conversations, oldest first. */
    Uni<HistoryPage> newest(String participantId, int limit, Map<Integer, Long> positions);
}
