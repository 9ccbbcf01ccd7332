package io.clawhub.gateway.core.channels;

import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

import io.clawhub.events.ConversationStatus;
import io.clawhub.gateway.GatewayConfig;
import io.clawhub.gateway.core.Caller;
import io.clawhub.gateway.core.ChannelCommand;
import io.clawhub.gateway.core.ChannelCommand.AcceptChannel;
import io.clawhub.gateway.core.ChannelCommand.EndChannel;
import io.clawhub.gateway.core.ChannelCommand.RejectChannel;
import io.clawhub.gateway.core.ChannelReply.ChannelState;
import io.clawhub.gateway.core.ChannelReply.ChannelsListed;
import io.clawhub.gateway.core.HubError;
import io.clawhub.gateway.core.HubException;
import io.clawhub.gateway.core.Ids;
import io.clawhub.gateway.core.Reply;
import io.clawhub.gateway.core.connections.ClientConnection;
import io.clawhub.gateway.core.conversations.ConversationDirectory;
import io.clawhub.gateway.core.messages.Content;
import io.clawhub.gateway.core.outbox.DatabaseContext;

/**
 * Sessions between providers and consumers. What a connection says after one of these commands goes where the command
 * has led: the commands have their turn in the connection's lane.
 */
@ApplicationScoped
public class Channels {

    private final ChannelStore store;
    private final ChannelRequests requests;
    private final ChannelListing listing;
    private final ConversationDirectory conversations;
    private final GatewayConfig config;

    Channels(
            ChannelStore store,
            ChannelRequests requests,
            ChannelListing listing,
            ConversationDirectory conversations,
            GatewayConfig config) {
        this.store = store;
        this.requests = requests;
        this.listing = listing;
        this.conversations = conversations;
        this.config = config;
    }

    /**
     * Carries out a command of a connection. A request is answered when it is settled, the others when they are
     * committed.
     *
     * @throws HubException for what is refused at once
     */
    public CompletionStage<? extends Reply> handle(ClientConnection connection, ChannelCommand command) {
        check(command);
        String callerId = connection.caller().participantId();
        return switch (command) {
            case ChannelCommand.RequestChannel request ->
                requests.request(connection, request).thenApply(ChannelState::new);
            case AcceptChannel accept -> inTurn(connection, accept(callerId, accept));
            case RejectChannel reject -> inTurn(connection, reject(callerId, reject));
            case EndChannel end -> inTurn(connection, end(callerId, end));
            case ChannelCommand.ReadChannel read -> read(callerId, read).subscribeAsCompletionStage();
            case ChannelCommand.ListChannels list -> list(callerId, list).subscribeAsCompletionStage();
        };
    }

    /**
     * Carries out a command of a caller without a connection: reading, listing and ending.
     *
     * @throws HubException for what is refused at once, such as a command that needs a connection
     */
    public Uni<Reply> handle(Caller caller, ChannelCommand command) {
        check(command);
        String callerId = caller.participantId();
        return switch (command) {
            case ChannelCommand.RequestChannel request -> throw needsConnection();
            case AcceptChannel accept -> throw needsConnection();
            case RejectChannel reject -> throw needsConnection();
            case EndChannel end -> end(callerId, end);
            case ChannelCommand.ReadChannel read -> read(callerId, read);
            case ChannelCommand.ListChannels list -> list(callerId, list);
        };
    }

    private static HubException needsConnection() {
        return new HubException(HubError.UNKNOWN_TYPE, "this needs a connection");
    }

    private Uni<Reply> end(String callerId, EndChannel command) {
        return change(
                callerId,
                command.conversationId(),
                channel -> channel.ended(callerId, command.reason(), DatabaseContext.now()));
    }

    private Uni<Reply> read(String callerId, ChannelCommand.ReadChannel command) {
        return listing.read(callerId, command.conversationId()).map(ChannelState::new);
    }

    private Uni<Reply> list(String callerId, ChannelCommand.ListChannels command) {
        return listing.list(callerId, command.limit()).map(ChannelsListed::new);
    }

    private static CompletionStage<Reply> inTurn(ClientConnection connection, Uni<Reply> work) {
        return connection.sends().inTurn(work::subscribeAsCompletionStage);
    }

    private Uni<Reply> accept(String providerId, AcceptChannel command) {
        UnaryOperator<PairChannel> decision = channel -> channel.accepted(
                providerId,
                command.message(),
                DatabaseContext.now(),
                config.channels().idleLimit());
        if (command.conversationId() != null) {
            return change(providerId, command.conversationId(), decision);
        }
        String consumerId = other(providerId, command.consumerId());
        return store.decide(providerId, consumerId, open -> {
                    PairChannel meant = oldestPendingElseNewest(open);
                    return meant == null ? null : decision.apply(meant);
                })
                .chain(channel -> channel == null
                        ? open(providerId, consumerId, command.message())
                        : Uni.createFrom().item(channel))
                .chain(this::known);
    }

    /** A session that nobody asked for; asked again, the same one. */
    private Uni<PairChannel> open(String providerId, String consumerId, String text) {
        return store.onlyServiceOf(providerId).chain(serviceId -> {
            Parties parties = new Parties(serviceId, providerId, consumerId);
            return store.decide(providerId, consumerId, open -> open.stream()
                    .filter(channel -> channel.parties().equals(parties))
                    .findFirst()
                    .map(channel -> channel.accepted(
                            providerId,
                            text,
                            DatabaseContext.now(),
                            config.channels().idleLimit()))
                    .orElseGet(() -> PairChannel.opened(
                            Waiters.freshId(),
                            parties,
                            text,
                            DatabaseContext.now(),
                            config.channels().idleLimit())));
        });
    }

    private Uni<Reply> reject(String providerId, RejectChannel command) {
        UnaryOperator<PairChannel> decision =
                channel -> channel.rejected(providerId, command.reason(), DatabaseContext.now());
        if (command.conversationId() != null) {
            return change(providerId, command.conversationId(), decision);
        }
        return store.decide(providerId, other(providerId, command.consumerId()), open -> open.stream()
                        .filter(channel -> channel.status() == ConversationStatus.PENDING)
                        .findFirst()
                        .map(decision)
                        .orElse(null))
                .chain(channel -> channel == null ? Uni.createFrom().item(new Reply.Done()) : known(channel));
    }

    private Uni<Reply> change(String callerId, String conversationId, UnaryOperator<PairChannel> decision) {
        return store.change(conversationId, decision)
                .chain(channel -> channel == null ? noChannel(callerId, conversationId) : known(channel));
    }

    /** Direct conversations and lobbies are nobody's to accept or end. */
    private Uni<Reply> noChannel(String callerId, String conversationId) {
        return conversations.find(conversationId).map(found -> {
            if (found == null) {
                throw new HubException(HubError.CHANNEL_NOT_FOUND, "no such channel");
            }
            if (!found.hasMember(callerId)) {
                throw new HubException(HubError.NOT_A_PARTY, "you are no party of this channel");
            }
            throw new HubException(HubError.CONFLICT, "this conversation is not a requested channel");
        });
    }

    /** This gateway routes by the change at once, the others by the log. */
    private Uni<Reply> known(PairChannel channel) {
        conversations.changed(channel.change());
        Parties parties = channel.parties();
        return conversations
                .activeChannels(parties.providerId(), parties.consumerId())
                .replaceWithVoid()
                .onFailure()
                .recoverWithNull()
                .replaceWith(new ChannelState(channel.shown()));
    }

    private static PairChannel oldestPendingElseNewest(List<PairChannel> open) {
        return open.stream()
                .filter(channel -> channel.status() == ConversationStatus.PENDING)
                .findFirst()
                .orElseGet(() -> open.stream()
                        .max(Comparator.comparing(PairChannel::changedAt))
                        .orElse(null));
    }

    private static String other(String callerId, String otherId) {
        if (otherId == null) {
            throw new HubException(HubError.MISSING_FIELDS, "name the channel or the other agent");
        }
        if (otherId.equals(callerId)) {
            throw new HubException(HubError.TARGET_REQUIRED, "a channel needs another agent than its provider");
        }
        return otherId;
    }

    private void check(ChannelCommand command) {
        switch (command) {
            case ChannelCommand.RequestChannel request -> {
                checkIds(request.requestId(), request.serviceId(), request.providerId());
                checkText(request.message());
            }
            case AcceptChannel accept -> {
                checkIds(accept.conversationId(), accept.consumerId());
                checkText(accept.message());
            }
            case RejectChannel reject -> {
                checkIds(reject.conversationId(), reject.consumerId());
                checkText(reject.reason());
            }
            case EndChannel end -> {
                checkId(end.conversationId());
                checkText(end.reason());
            }
            case ChannelCommand.ReadChannel read -> checkId(read.conversationId());
            case ChannelCommand.ListChannels list -> {}
        }
    }

    private static void checkId(String conversationId) {
        if (conversationId == null) {
            throw new HubException(HubError.MISSING_FIELDS, "name the channel");
        }
        checkIds(conversationId);
    }

    private static void checkIds(String... ids) {
        for (String id : ids) {
            if (id != null) {
                Ids.checked(id, "an id");
            }
        }
    }

    private void checkText(String text) {
        Content.checkText(text, config.send().maxContentBytes());
    }
}
