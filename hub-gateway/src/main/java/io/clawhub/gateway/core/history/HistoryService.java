package io.clawhub.gateway.core.history;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

import io.clawhub.events.ConversationKind;
import io.clawhub.events.archive.HistoryPage;
import io.clawhub.gateway.core.Caller;
import io.clawhub.gateway.core.Command.ReadHistory;
import io.clawhub.gateway.core.HubError;
import io.clawhub.gateway.core.HubException;
import io.clawhub.gateway.core.Ids;
import io.clawhub.gateway.core.Reply.HistoryRead;
import io.clawhub.gateway.core.conversations.Conversation;
import io.clawhub.gateway.core.conversations.ConversationDirectory;
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
    private final ConversationDirectory conversations;
    private final ServiceRegistry services;
    private final ChatEventTail tail;

    HistoryService(
            HistoryReader reader, ConversationDirectory conversations, ServiceRegistry services, ChatEventTail tail) {
        this.reader = reader;
        this.conversations = conversations;
        this.services = services;
        this.tail = tail;
    }

    /**
     * What of a history is asked for.
     *
     * @param conversationId the conversation, or the service's lobby if it has one, or null
     * @param serviceId the service, or null: the conversation, and without one everything
     */
    private record Scope(String conversationId, String serviceId) {}

    /**
     * Answers a question. Of a service or lobby everybody sees their own part, which may be nothing.
     *
     * @param sends what the asking connection said before, or null for one that says nothing
     * @throws HubException {@link HubError#NOT_A_PARTY}, {@link HubError#INVALID_ID}, {@link HubError#DIRECTORY_UNAVAILABLE} or
     *     {@link HubError#HISTORY_UNAVAILABLE}, in the Uni
     */
    public Uni<HistoryRead> read(Caller caller, SendLane sends, ReadHistory command) {
        Before before = Before.parse(command.before());
        return Uni.createFrom()
                .deferred(() -> scope(caller, command))
                .chain(scope -> before.isImpossible()
                        ? Uni.createFrom().item(new HistoryRead(scope.conversationId(), List.of(), false))
                        : Uni.createFrom()
                                .completionStage(() -> lastAppend(sends))
                                .chain(last -> page(caller.participantId(), scope, before, command.limit(), last)
                                        .map(page -> new HistoryRead(
                                                scope.conversationId(), page.messages(), page.hasMore()))));
    }

    /** A lobby's history is its service's: sessions are part of it, and one who is not its provider sees its own part. */
    private Uni<Scope> scope(Caller caller, ReadHistory command) {
        String conversationId = command.conversationId();
        String serviceId = command.serviceId();
        if (conversationId != null) {
            return conversations
                    .find(Ids.checked(conversationId, "channel_id"))
                    .map(found -> scope(caller, conversationId, found));
        }
        return serviceId == null
                ? Uni.createFrom().item(new Scope(null, null))
                : service(Ids.checked(serviceId, "service_id"))
                        .map(service -> new Scope(
                                service.map(RegisteredService::conversationId).orElse(null), serviceId));
    }

    private static Scope scope(Caller caller, String conversationId, Conversation found) {
        if (found != null && found.kind() == ConversationKind.SERVICE) {
            return new Scope(conversationId, found.serviceId());
        }
        if (found != null && !found.hasMember(caller.participantId())) {
            throw new HubException(HubError.NOT_A_PARTY, "you are no party of this channel");
        }
        return new Scope(conversationId, null);
    }

    private Uni<Optional<RegisteredService>> service(String serviceId) {
        Optional<RegisteredService> remembered = services.remembered(serviceId);
        return remembered == null ? services.find(serviceId) : Uni.createFrom().item(remembered);
    }

    private Uni<HistoryPage> page(String participantId, Scope scope, Before before, int limit, LogPosition last) {
        Map<Integer, Long> positions = new HashMap<>(tail.positions());
        if (last != null) {
            positions.merge(last.partition(), last.offset() + 1, Math::max);
        }
        if (scope.serviceId() != null || scope.conversationId() == null) {
            return reader.ofParticipant(participantId, scope.serviceId(), before, limit, positions);
        }
        int partition = tail.partitionOf(scope.conversationId());
        if (partition >= 0) {
            positions.keySet().retainAll(List.of(partition));
        }
        return reader.ofConversation(participantId, scope.conversationId(), before, limit, positions);
    }

    /** Where the connection's last message went; null if it said nothing, or the log has not confirmed it in time. */
    private static CompletableFuture<LogPosition> lastAppend(SendLane sends) {
        return sends == null
                ? CompletableFuture.completedFuture(null)
                : sends.lastAppend()
                        .copy()
                        .completeOnTimeout(null, OWN_SEND_WAIT_MILLIS, TimeUnit.MILLISECONDS)
                        .exceptionally(failure -> null);
    }
}
