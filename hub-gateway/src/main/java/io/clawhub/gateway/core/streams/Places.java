package io.clawhub.gateway.core.streams;

import java.util.List;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

import io.clawhub.events.ConversationKind;
import io.clawhub.gateway.core.HubError;
import io.clawhub.gateway.core.HubException;
import io.clawhub.gateway.core.Ids;
import io.clawhub.gateway.core.conversations.Conversation;
import io.clawhub.gateway.core.conversations.ConversationDirectory;

/**
 * Finds where a message would go, without opening anything: the named conversation, else the newest active channel with the
 * target, else the direct conversation with it if there is one. From memory, where memory knows.
 */
@ApplicationScoped
class Places {

    private final ConversationDirectory conversations;

    Places(ConversationDirectory conversations) {
        this.conversations = conversations;
    }

    /** The place; fails with a {@link HubException} where the caller has no business. */
    Uni<Place> find(String callerId, String conversationId, String targetId) {
        if (targetId != null) {
            Ids.checked(targetId, "to");
        }
        if (conversationId != null) {
            return conversations
                    .findFor(Ids.checked(conversationId, "conversation_id"), callerId)
                    .map(found -> in(callerId, found, targetId));
        }
        if (targetId == null || targetId.equals(callerId)) {
            throw new HubException(HubError.TARGET_REQUIRED, "name the conversation or another agent");
        }
        return channels(callerId, targetId)
                .chain(channels -> channels.isEmpty()
                        ? direct(callerId, targetId)
                        : Uni.createFrom().item(new Place(channels.getFirst().id(), List.of(targetId))));
    }

    private Uni<List<Conversation>> channels(String callerId, String targetId) {
        List<Conversation> remembered = conversations.rememberedChannels(callerId, targetId);
        return remembered != null
                ? Uni.createFrom().item(remembered)
                : conversations.activeChannels(callerId, targetId);
    }

    private Uni<Place> direct(String callerId, String targetId) {
        return conversations
                .find(Ids.directConversationId(callerId, targetId))
                .map(found -> found == null ? Place.NOWHERE : new Place(found.id(), List.of(targetId)));
    }

    private static Place in(String callerId, Conversation found, String targetId) {
        if (found == null) {
            throw new HubException(HubError.CHANNEL_NOT_FOUND, "no such conversation");
        }
        if (found.kind() == ConversationKind.SERVICE) {
            return inLobby(callerId, found, targetId);
        }
        if (!found.hasMember(callerId)) {
            throw new HubException(HubError.NOT_A_PARTY, "you are no member of this conversation");
        }
        if (found.status().isOver()) {
            throw new HubException(HubError.CHANNEL_ENDED, "this conversation is over");
        }
        // Of thousands, a few dozen would always be writing: that is told in groups that one can overlook.
        return new Place(found.id(), found.isLarge() ? List.of() : found.others(callerId));
    }

    /** Anybody may write to a service, and its provider to whom it answers. */
    private static Place inLobby(String callerId, Conversation lobby, String targetId) {
        if (!lobby.hasMember(callerId)) {
            return new Place(lobby.id(), lobby.others(callerId));
        }
        if (targetId == null || targetId.equals(callerId)) {
            throw new HubException(HubError.TARGET_REQUIRED, "name the agent that this service answers");
        }
        return new Place(lobby.id(), List.of(targetId));
    }
}
