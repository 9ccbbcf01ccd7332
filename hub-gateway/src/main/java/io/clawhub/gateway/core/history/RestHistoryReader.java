package io.clawhub.gateway.core.history;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.WebApplicationException;
import org.eclipse.microprofile.rest.client.inject.RestClient;

import io.clawhub.events.archive.HistoryPage;
import io.clawhub.events.archive.ReplayPage;
import io.clawhub.events.archive.ReplayRequest;
import io.clawhub.gateway.core.HubError;
import io.clawhub.gateway.core.HubException;

/** History over HTTP. */
@ApplicationScoped
public class RestHistoryReader implements HistoryReader, LastSeqReader {

    /** Longer than history's own wait for positions (2 s) and its statement time-out, shorter than a client's 5 s. */
    private static final Duration TIMEOUT = Duration.ofSeconds(4);

    private static final HistoryPage NOTHING = new HistoryPage(List.of(), false);
    private static final int NOT_FOUND = 404;

    private final HistoryApi api;

    RestHistoryReader(@RestClient HistoryApi api) {
        this.api = api;
    }

    @Override
    public Uni<ReplayPage> replay(ReplayRequest request) {
        return bounded(api.replay(request));
    }

    @Override
    public Uni<HistoryPage> ofConversation(
            String participantId, String conversationId, Before before, int limit, Map<Integer, Long> positions) {
        return bounded(api.conversation(
                        conversationId, participantId, before.messageId(), time(before), limit, text(positions))
                .onFailure(RestHistoryReader::isNotFound)
                .recoverWithItem(NOTHING));
    }

    @Override
    public Uni<HistoryPage> ofParticipant(
            String participantId, String serviceId, Before before, int limit, Map<Integer, Long> positions) {
        return bounded(
                api.participant(participantId, serviceId, before.messageId(), time(before), limit, text(positions)));
    }

    @Override
    public Uni<Map<String, Long>> lastSeqs(List<String> conversationIds) {
        return bounded(api.lastSeqs(conversationIds));
    }

    /** The answer in time, or {@link HubError#HISTORY_UNAVAILABLE}. */
    static <T> Uni<T> bounded(Uni<T> answer) {
        return answer.ifNoItem()
                .after(TIMEOUT)
                .fail()
                .onFailure()
                .transform(failure ->
                        new HubException(HubError.HISTORY_UNAVAILABLE, "history is temporarily unavailable"));
    }

    private static boolean isNotFound(Throwable failure) {
        return failure instanceof WebApplicationException web
                && web.getResponse().getStatus() == NOT_FOUND;
    }

    private static String time(Before before) {
        return before.time() == null ? null : before.time().toString();
    }

    /** Positions as history reads them. */
    static String text(Map<Integer, Long> positions) {
        return positions.entrySet().stream()
                .map(at -> at.getKey() + ":" + at.getValue())
                .collect(Collectors.joining(","));
    }
}
