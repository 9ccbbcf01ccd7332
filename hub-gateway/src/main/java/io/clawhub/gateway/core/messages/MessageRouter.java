package io.clawhub.gateway.core.messages;

import java.util.List;
import java.util.Optional;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

import io.clawhub.events.ConversationKind;
import io.clawhub.events.Member;
import io.clawhub.gateway.core.Command.SendMessage;
import io.clawhub.gateway.core.HubError;
import io.clawhub.gateway.core.HubException;
import io.clawhub.gateway.core.Ids;
import io.clawhub.gateway.core.conversations.Conversation;
import io.clawhub.gateway.core.conversations.ConversationDirectory;
import io.clawhub.gateway.core.services.RegisteredService;
import io.clawhub.gateway.core.services.ServiceRegistry;

/**
 * Finds the conversation of a message and who hears it: the named conversation, else the lobby of the named service if
 * its provider is one of the two, else the direct conversation of the pair, which is opened when they first talk.
 */
@ApplicationScoped
public class MessageRouter {

    private final ConversationDirectory conversations;
    private final ServiceRegistry services;

    MessageRouter(ConversationDirectory conversations, ServiceRegistry services) {
        this.conversations = conversations;
        this.services = services;
    }

    /**
     * The route of a message, if memory knows all that it takes.
     *
     * @return the route, or null if {@link #load} must be asked first
     * @throws HubException when the message has no route
     */
    public Route remembered(String senderId, SendMessage command) {
        String conversationId = command.conversationId();
        if (conversationId != null) {
            Conversation named = conversations.remembered(conversationId);
            return named == null ? null : inNamed(senderId, command, named);
        }
        Optional<RegisteredService> service = Optional.empty();
        if (command.serviceId() != null) {
            service = services.remembered(command.serviceId());
            if (service == null) {
                return null;
            }
        }
        return byTarget(senderId, command, service);
    }

    /**
     * Fetches what {@link #remembered} lacked, opening the direct conversation of the pair if need be, and gives the
     * route.
     */
    public Uni<Route> load(String senderId, SendMessage command) {
        if (command.conversationId() != null) {
            return conversations.find(command.conversationId()).chain(named -> {
                if (named != null) {
                    return Uni.createFrom().item(() -> inNamed(senderId, command, named));
                }
                if (command.targetId() == null && command.serviceId() == null) {
                    throw new HubException(HubError.CHANNEL_NOT_FOUND, "no such channel");
                }
                return load(senderId, withoutConversation(command));
            });
        }
        Uni<Optional<RegisteredService>> service = command.serviceId() == null
                ? Uni.createFrom().item(Optional.empty())
                : services.find(command.serviceId());
        return service.chain(found -> {
            Route route = byTarget(senderId, command, found);
            return route != null ? Uni.createFrom().item(route) : open(senderId, command.targetId());
        });
    }

    private Route inNamed(String senderId, SendMessage command, Conversation named) {
        if (named.kind() == ConversationKind.SERVICE) {
            return inLobby(senderId, command.targetId(), named, named.otherThan(""));
        }
        if (!named.hasMember(senderId)) {
            throw new HubException(HubError.NOT_A_PARTY, "you are no party of this channel");
        }
        return new Route(named, pair(senderId, named.otherThan(senderId)));
    }

    /** The lobby's route: whoever writes to a service talks with its provider, and with nobody else. */
    private static Route inLobby(String senderId, String targetId, Conversation lobby, String providerId) {
        if (!senderId.equals(providerId)) {
            return new Route(lobby, pair(senderId, providerId));
        }
        if (targetId == null || targetId.equals(senderId)) {
            throw new HubException(HubError.TARGET_REQUIRED, "name the agent that this service answers");
        }
        return new Route(lobby, pair(senderId, targetId));
    }

    private Route byTarget(String senderId, SendMessage command, Optional<RegisteredService> service) {
        String targetId = command.targetId();
        if (service.isPresent()) {
            String providerId = service.get().ownerId();
            if (targetId == null || targetId.equals(providerId) || senderId.equals(providerId)) {
                return inLobby(senderId, targetId, lobby(service.get()), providerId);
            }
        }
        if (targetId == null) {
            throw new HubException(HubError.TARGET_REQUIRED, "name a target_agent or a registered service_id");
        }
        if (targetId.equals(senderId)) {
            throw new HubException(HubError.TARGET_REQUIRED, "a message needs another agent than its sender");
        }
        Conversation direct = conversations.remembered(Ids.directConversationId(senderId, targetId));
        return direct == null ? null : new Route(direct, pair(senderId, targetId));
    }

    private Uni<Route> open(String senderId, String targetId) {
        Conversation direct = new Conversation(
                Ids.directConversationId(senderId, targetId),
                ConversationKind.DIRECT,
                null,
                List.of(new Member(senderId, Conversation.MEMBER), new Member(targetId, Conversation.MEMBER)));
        return conversations.open(direct).map(opened -> new Route(direct, pair(senderId, targetId)));
    }

    private static Conversation lobby(RegisteredService service) {
        return new Conversation(
                service.conversationId(),
                ConversationKind.SERVICE,
                service.serviceId(),
                List.of(new Member(service.ownerId(), Conversation.PROVIDER)));
    }

    private static List<String> pair(String senderId, String otherId) {
        return List.of(senderId, otherId);
    }

    private static SendMessage withoutConversation(SendMessage command) {
        return new SendMessage(
                command.clientMsgId(),
                command.targetId(),
                command.serviceId(),
                null,
                command.content(),
                command.held());
    }
}
