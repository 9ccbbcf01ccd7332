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
     * The newest messages of a conversation before a place that the participant may see, oldest first; empty if it may
     * see none, or not the message that is the place.
     *
     * @param positions how far history should have stored the log; it waits briefly
     */
    Uni<HistoryPage> ofConversation(
            String participantId, String conversationId, Before before, int limit, Map<Integer, Long> positions);

    /**
     * The newest messages before a place of all the participant's conversations, oldest first.
     *
     * @param serviceId only what was said through this service, registered or not; null: everything
     */
    Uni<HistoryPage> ofParticipant(
            String participantId, String serviceId, Before before, int limit, Map<Integer, Long> positions);
}
