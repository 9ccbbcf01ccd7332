package io.clawhub.gateway.core.history;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

import io.clawhub.gateway.core.Caller;
import io.clawhub.gateway.core.Command.ReadHistory;
import io.clawhub.gateway.core.Reply.HistoryRead;
import io.clawhub.gateway.core.log.ChatEventTail;
import io.clawhub.gateway.core.log.LogPosition;
import io.clawhub.gateway.core.messages.SendLane;
import io.clawhub.gateway.core.services.RegisteredService;
import io.clawhub.gateway.core.services.ServiceRegistry;

/**
 * Reads history so that a connection finds in it what it said and heard before it asked, as far as history gets there
 * in time.
 */
@ApplicationScoped
public class HistoryService {

    private static final long OWN_SEND_WAIT_MILLIS = 1_000;

    private final HistoryReader reader;
    private final ServiceRegistry services;
    private final ChatEventTail tail;

    HistoryService(HistoryReader reader, ServiceRegistry services, ChatEventTail tail) {
        this.reader = reader;
        this.services = services;
        this.tail = tail;
    }

    /** Answers a connection's question; {@code sends} is what that connection said before. */
    public Uni<HistoryRead> read(Caller caller, SendLane sends, ReadHistory command) {
        return Uni.createFrom().completionStage(() -> lastAppend(sends)).chain(last -> conversationOf(command)
                .chain(conversationId -> read(caller, command, conversationId, last)));
    }

    private Uni<HistoryRead> read(Caller caller, ReadHistory command, String conversationId, LogPosition last) {
        String participantId = caller.participantId();
        boolean all = command.conversationId() == null && command.serviceId() == null;
        if (!all && conversationId == null) {
            return Uni.createFrom().item(new HistoryRead(null, List.of(), false));
        }
        Map<Integer, Long> positions = new HashMap<>(tail.positions());
        if (last != null) {
            positions.merge(last.partition(), last.offset() + 1, Math::max);
        }
        if (all) {
            return reader.newest(participantId, command.limit(), positions)
                    .map(page -> new HistoryRead(null, page.messages(), page.hasMore()));
        }
        positions.keySet().retainAll(List.of(tail.partitionOf(conversationId)));
        return reader.newest(participantId, conversationId, command.limit(), positions)
                .map(page -> new HistoryRead(conversationId, page.messages(), page.hasMore()));
    }

    private Uni<String> conversationOf(ReadHistory command) {
        if (command.conversationId() != null || command.serviceId() == null) {
            return Uni.createFrom().item(command.conversationId());
        }
        return services.find(command.serviceId())
                .map(service -> service.map(RegisteredService::conversationId).orElse(null));
    }

    /** Where the connection's last message went; null if it said nothing, or the log has not confirmed it in time. */
    private static CompletableFuture<LogPosition> lastAppend(SendLane sends) {
        CompletableFuture<LogPosition> last = sends.lastAppend();
        return last == null
                ? CompletableFuture.completedFuture(null)
                : last.copy()
                        .completeOnTimeout(null, OWN_SEND_WAIT_MILLIS, TimeUnit.MILLISECONDS)
                        .exceptionally(failure -> null);
    }
}
