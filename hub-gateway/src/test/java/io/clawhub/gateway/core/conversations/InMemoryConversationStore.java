package io.clawhub.gateway.core.conversations;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

import io.smallrye.mutiny.Uni;

import io.clawhub.events.ConversationKind;
import io.clawhub.events.ConversationStatus;
import io.clawhub.gateway.core.HubError;
import io.clawhub.gateway.core.HubException;

/** Conversations in a map. It can be down, or answer only when told to. */
public final class InMemoryConversationStore implements ConversationStore {

    public final Map<String, Conversation> conversations = new ConcurrentHashMap<>();
    public volatile boolean down;
    public volatile boolean slow;
    private final Queue<CompletableFuture<Void>> waiting = new ArrayDeque<>();

    @Override
    public Uni<Conversation> find(String conversationId) {
        return down ? refused() : Uni.createFrom().item(conversations.get(conversationId));
    }

    @Override
    public Uni<Void> open(Conversation conversation) {
        if (down) {
            return refused();
        }
        conversations.put(conversation.id(), conversation);
        CompletableFuture<Void> answer = new CompletableFuture<>();
        if (slow) {
            waiting.add(answer);
        } else {
            answer.complete(null);
        }
        return Uni.createFrom().completionStage(answer);
    }

    @Override
    public Uni<List<Conversation>> activeChannels(String one, String other) {
        return down
                ? refused()
                : Uni.createFrom().item(() -> conversations.values().stream()
                        .filter(InMemoryConversationStore::isActiveChannel)
                        .filter(channel -> channel.hasMember(one) && channel.hasMember(other))
                        .toList());
    }

    @Override
    public Uni<List<Conversation>> activeChannelsOf(String providerId, String serviceId) {
        return down
                ? refused()
                : Uni.createFrom().item(() -> conversations.values().stream()
                        .filter(InMemoryConversationStore::isActiveChannel)
                        .filter(channel -> serviceId.equals(channel.serviceId()))
                        .filter(channel -> providerId.equals(channel.inRole(Conversation.PROVIDER)))
                        .limit(2)
                        .toList());
    }

    private static boolean isActiveChannel(Conversation conversation) {
        return conversation.kind() == ConversationKind.CHANNEL && conversation.status() == ConversationStatus.ACTIVE;
    }

    /** Answers the oldest call that waits. */
    public void answerNext() {
        waiting.remove().complete(null);
    }

    private static <T> Uni<T> refused() {
        return Uni.createFrom().failure(new HubException(HubError.DIRECTORY_UNAVAILABLE, "down"));
    }
}
