package io.clawhub.gateway.core.history;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.smallrye.mutiny.Uni;

import io.clawhub.events.ConversationKind;
import io.clawhub.events.CursorMoved;
import io.clawhub.events.archive.FoundMessage;
import io.clawhub.events.archive.HistoryPage;
import io.clawhub.events.archive.UnreadCount;
import io.clawhub.gateway.core.HubError;
import io.clawhub.gateway.core.HubException;

/** What history would answer, in lists. It can be down. */
public final class FakeHistoryLookup implements HistoryLookup {

    public final Map<String, FoundMessage> found = new HashMap<>();
    public List<UnreadCount> unread = List.of();
    public List<CursorMoved> cursors = List.of();
    public HistoryPage latest = new HistoryPage(List.of(), false);
    public boolean down;

    /** A message that whoever asks may see. */
    public void seen(
            String messageId, String conversationId, ConversationKind kind, String senderId, List<String> audience) {
        found.put(
                messageId,
                new FoundMessage(messageId, conversationId, kind, 1, Instant.EPOCH, senderId, audience, null));
    }

    @Override
    public Uni<HistoryPage> latest(String participantId, int limit, Map<Integer, Long> positions) {
        return answer(latest);
    }

    @Override
    public Uni<List<FoundMessage>> find(String participantId, List<String> messageIds, Map<Integer, Long> positions) {
        return answer(
                messageIds.stream().map(found::get).filter(Objects::nonNull).toList());
    }

    @Override
    public Uni<List<UnreadCount>> unread(String participantId, Map<Integer, Long> positions) {
        return answer(unread);
    }

    @Override
    public Uni<List<CursorMoved>> cursors(String participantId) {
        return answer(cursors);
    }

    private <T> Uni<T> answer(T answer) {
        return down
                ? Uni.createFrom().failure(new HubException(HubError.HISTORY_UNAVAILABLE, "down"))
                : Uni.createFrom().item(answer);
    }
}
