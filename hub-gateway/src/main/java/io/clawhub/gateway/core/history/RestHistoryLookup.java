package io.clawhub.gateway.core.history;

import java.util.List;
import java.util.Map;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.rest.client.inject.RestClient;

import io.clawhub.events.CursorMoved;
import io.clawhub.events.archive.FindRequest;
import io.clawhub.events.archive.FoundMessage;
import io.clawhub.events.archive.HistoryPage;
import io.clawhub.events.archive.UnreadCount;

/** History over HTTP. */
@ApplicationScoped
public class RestHistoryLookup implements HistoryLookup {

    private final HistoryApi api;

    RestHistoryLookup(@RestClient HistoryApi api) {
        this.api = api;
    }

    @Override
    public Uni<HistoryPage> latest(String participantId, int limit, Map<Integer, Long> positions) {
        return RestHistoryReader.bounded(api.latest(participantId, limit, RestHistoryReader.text(positions)));
    }

    @Override
    public Uni<List<FoundMessage>> find(String participantId, List<String> messageIds, Map<Integer, Long> positions) {
        return RestHistoryReader.bounded(
                api.find(participantId, RestHistoryReader.text(positions), new FindRequest(messageIds)));
    }

    @Override
    public Uni<List<UnreadCount>> unread(String participantId, Map<Integer, Long> positions) {
        return RestHistoryReader.bounded(api.unread(participantId, RestHistoryReader.text(positions)));
    }

    @Override
    public Uni<List<CursorMoved>> cursors(String participantId) {
        return RestHistoryReader.bounded(api.cursors(participantId));
    }
}
