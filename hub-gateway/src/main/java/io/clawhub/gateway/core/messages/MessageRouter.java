package io.clawhub.gateway.core.messages;

import java.util.List;
import java.util.Optional;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

import io.clawhub.events.ConversationKind;
import io.clawhub.events.Member;
import io.clawhub.gateway.core.Caller;
import io.clawhub.gateway.core.Command.SendMessage;
import io.clawhub.gateway.core.HubError;
import io.clawhub.gateway.core.HubException;
import io.clawhub.gateway.core.Ids;
import io.clawhub.gateway.core.conversations.Conversation;
import io.clawhub.gateway.core.conversations.ConversationDirectory;
import io.clawhub.gateway.core.services.RegisteredService;
import io.clawhub.gateway.core.services.ServiceRegistry;

/**
 * Finds the conversation of a message and who hears it. In this order: the named conversation; an active channel of the
 * pair, of the named service if one is named, else the newest; the lobby of the named service if its provider is one of
 * the two; the direct conversation of the pair, which is opened when they first talk. A provider who names only a service
 * means its only active channel.
 *
 * <p>Each question is asked of memory first. What memory lacks is loaded once and kept true by the log, so pairs that
 * talk need no database.
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
    public Route remembered(Caller sender, SendMessage command) {
        String senderId = sender.participantId();
        Conversation named = null;
        if (command.conversationId() != null) {
            named = conversations.rememberedFor(command.conversationId(), senderId);
            if (named == null) {
                return null;
            }
            if (named.kind() != ConversationKind.SERVICE) {
                return inNamed(senderId, named);
            }
        }
        String serviceId = named == null ? command.serviceId() : named.serviceId();
        Optional<RegisteredService> service = serviceId == null ? Optional.empty() : services.remembered(serviceId);
        if (service == null) {
            return null;
        }
        if (named != null) {
            return inNamedLobby(sender, command.targetId(), named, service);
        }
        String otherId = otherThan(senderId, command, service);
        List<Conversation> channels = otherId == null
                ? conversations.rememberedChannelsOf(senderId, serviceId)
                : conversations.rememberedChannels(senderId, otherId);
        return channels == null ? null : byTarget(sender, otherId, serviceId, service, channels);
    }

    /**
     * Fetches what {@link #remembered} lacked, opening the direct conversation of the pair if need be, and gives the
     * route.
     */
    public Uni<Route> load(Caller sender, SendMessage command) {
        String senderId = sender.participantId();
        if (command.conversationId() == null) {
            return loadByTarget(sender, command);
        }
        return conversations.findFor(command.conversationId(), senderId).chain(named -> {
            if (named == null) {
                if (command.targetId() == null && command.serviceId() == null) {
                    throw new HubException(HubError.CHANNEL_NOT_FOUND, "no such channel");
                }
                return loadByTarget(sender, command);
            }
            if (named.kind() != ConversationKind.SERVICE) {
                return Uni.createFrom().item(() -> inNamed(senderId, named));
            }
            return services.find(named.serviceId())
                    .map(service -> inNamedLobby(sender, command.targetId(), named, service));
        });
    }

    private Uni<Route> loadByTarget(Caller sender, SendMessage command) {
        String senderId = sender.participantId();
        String serviceId = command.serviceId();
        Uni<Optional<RegisteredService>> loading =
                serviceId == null ? Uni.createFrom().item(Optional.empty()) : services.find(serviceId);
        return loading.chain(service -> {
            String otherId = otherThan(senderId, command, service);
            Uni<List<Conversation>> channels = otherId == null
                    ? conversations.activeChannelsOf(senderId, serviceId)
                    : conversations.activeChannels(senderId, otherId);
            return channels.chain(active -> {
                Route route = byTarget(sender, otherId, serviceId, service, active);
                return route != null ? Uni.createFrom().item(route) : openDirect(senderId, otherId);
            });
        });
    }

    private static Route inNamed(String senderId, Conversation named) {
        if (!named.hasMember(senderId)) {
            throw new HubException(HubError.NOT_A_PARTY, "you are no party of this channel");
        }
        if (named.status().isOver()) {
            throw new HubException(HubError.CHANNEL_ENDED, "this channel is over");
        }
        return named.kind() == ConversationKind.GROUP
                ? Route.toAll(named, senderId)
                : Route.between(named, senderId, named.otherThan(senderId));
    }

    /** A lobby lives as long as its service is offered. */
    private static Route inNamedLobby(
            Caller sender, String targetId, Conversation lobby, Optional<RegisteredService> service) {
        if (service.isEmpty() || !service.get().conversationId().equals(lobby.id())) {
            throw new HubException(HubError.CHANNEL_ENDED, "this service is not offered any more");
        }
        String senderId = sender.participantId();
        String providerId = service.get().ownerId();
        if (!senderId.equals(providerId)) {
            checkAccess(sender, service.get());
            return Route.between(lobby, senderId, providerId);
        }
        if (targetId == null || targetId.equals(senderId)) {
            throw targetRequired("name the agent that this service answers");
        }
        return Route.between(lobby, senderId, targetId);
    }

    /** Whom the sender talks with; null for a provider who names only a service. */
    private static String otherThan(String senderId, SendMessage command, Optional<RegisteredService> service) {
        String targetId = command.targetId();
        if (targetId == null && service.isPresent() && !service.get().ownerId().equals(senderId)) {
            return service.get().ownerId();
        }
        if (targetId == null && command.serviceId() == null) {
            throw targetRequired("name a target_agent or a registered service_id");
        }
        if (senderId.equals(targetId)) {
            throw targetRequired("a message needs another agent than its sender");
        }
        return targetId;
    }

    private Route byTarget(
            Caller sender,
            String otherId,
            String serviceId,
            Optional<RegisteredService> service,
            List<Conversation> channels) {
        String senderId = sender.participantId();
        if (otherId == null) {
            return inOnly(senderId, service, channels);
        }
        for (Conversation channel : channels) {
            if (serviceId == null || serviceId.equals(channel.serviceId())) {
                return Route.between(channel, senderId, otherId);
            }
        }
        if (service.isPresent()
                && List.of(senderId, otherId).contains(service.get().ownerId())) {
            checkAccess(sender, service.get());
            return Route.between(lobby(service.get()), senderId, otherId);
        }
        Conversation direct = conversations.remembered(Ids.directConversationId(senderId, otherId));
        return direct == null ? null : Route.between(direct, senderId, otherId);
    }

    /** A service's lobby is for those who may use the service. A session was accepted by the provider itself. */
    private static void checkAccess(Caller sender, RegisteredService service) {
        if (!service.isOpenTo(sender.userId()) && !service.ownerId().equals(sender.participantId())) {
            throw new HubException(HubError.ACCESS_DENIED, "this service is not for you");
        }
    }

    private static Route inOnly(String providerId, Optional<RegisteredService> service, List<Conversation> channels) {
        if (channels.size() != 1) {
            throw targetRequired(
                    service.isEmpty() && channels.isEmpty()
                            ? "name a target_agent or a registered service_id"
                            : "name the agent that this service answers");
        }
        Conversation only = channels.getFirst();
        return Route.between(only, providerId, only.otherThan(providerId));
    }

    private Uni<Route> openDirect(String senderId, String targetId) {
        Conversation direct = new Conversation(
                Ids.directConversationId(senderId, targetId),
                ConversationKind.DIRECT,
                null,
                List.of(new Member(senderId, Conversation.MEMBER), new Member(targetId, Conversation.MEMBER)));
        return conversations.open(direct).map(opened -> Route.between(direct, senderId, targetId));
    }

    private static Conversation lobby(RegisteredService service) {
        return new Conversation(
                service.conversationId(),
                ConversationKind.SERVICE,
                service.serviceId(),
                List.of(new Member(service.ownerId(), Conversation.PROVIDER)));
    }

    private static HubException targetRequired(String message) {
        return new HubException(HubError.TARGET_REQUIRED, message);
    }
}
