package io.clawhub.gateway.core.cursors;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Singleton;

import io.clawhub.events.archive.HistoryPage;
import io.clawhub.events.archive.LoggedMessage;
import io.clawhub.events.archive.ReplayPage;
import io.clawhub.events.archive.ReplayRequest;
import io.clawhub.gateway.core.history.Before;
import io.clawhub.gateway.core.history.HistoryReader;

/**
 * A history that has stored everything and replays what a test puts into it. Not proxied, since tests reach its fields.
 */
@Alternative
@Singleton
public class KnownHistory implements HistoryReader {

    public final List<LoggedMessage> missed = new CopyOnWriteArrayList<>();

    /** How much was asked for at once. */
    public final List<Integer> limits = new CopyOnWriteArrayList<>();

    @Override
    public Uni<ReplayPage> replay(ReplayRequest request) {
        long after = request.after() == null ? 0 : request.after().seq();
        List<LoggedMessage> found = missed.stream()
                .filter(logged -> logged.message().audience().contains(request.participantId()))
                .filter(logged -> logged.seq()
                        > Math.max(
                                after,
                                request.cursors().getOrDefault(logged.message().conversationId(), 0L)))
                .toList();
        limits.add(request.limit());
        int most = Math.min(request.limit(), found.size());
        return Uni.createFrom().item(new ReplayPage(found.subList(0, most), most < found.size(), request.positions()));
    }

    @Override
    public Uni<HistoryPage> ofConversation(
            String participantId, String conversationId, Before before, int limit, Map<Integer, Long> positions) {
        return Uni.createFrom().item(new HistoryPage(List.of(), false));
    }

    @Override
    public Uni<HistoryPage> ofParticipant(
            String participantId, String serviceId, Before before, int limit, Map<Integer, Long> positions) {
        return Uni.createFrom().item(new HistoryPage(List.of(), false));
    }
}
