package io.clawhub.gateway.core.channels;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.jboss.logging.Logger;

import io.clawhub.events.ConversationStatus;
import io.clawhub.gateway.GatewayConfig;
import io.clawhub.gateway.core.Caller;
import io.clawhub.gateway.core.ChannelCommand.RequestChannel;
import io.clawhub.gateway.core.HubError;
import io.clawhub.gateway.core.HubException;
import io.clawhub.gateway.core.connections.ClientConnection;
import io.clawhub.gateway.core.conversations.ConversationDirectory;
import io.clawhub.gateway.core.outbox.DatabaseContext;
import io.clawhub.gateway.core.services.RegisteredService;
import io.clawhub.gateway.core.services.ServiceRegistry;

/**
 * Requests, each settled exactly once towards the connection that made it: by the change in the log, or at once when
 * there is nothing to wait for, or by this gateway alone when the database or the log does not answer in time.
 */
@ApplicationScoped
class ChannelRequests {

    private static final Logger LOG = Logger.getLogger(ChannelRequests.class);

    private static final String UNKNOWN_SERVICE = "unknown service";
    private static final String OWN_SERVICE = "you cannot request a channel with yourself";
    private static final String OTHER_PROVIDER = "provider does not offer this service";
    private static final String UNAVAILABLE = "temporarily unavailable";

    /** The sweep comes every second; what it settles should be heard of by the log first. */
    private static final Duration SWEEP_GRACE = Duration.ofSeconds(1);
    /** The last look into the database. */
    private static final Duration LAST_LOOK = Duration.ofMillis(750);

    private final ChannelStore store;
    private final Waiters waiters;
    private final ServiceRegistry services;
    private final ConversationDirectory conversations;
    private final GatewayConfig.Channels config;
    private final Executor deadline;

    ChannelRequests(
            ChannelStore store,
            Waiters waiters,
            ServiceRegistry services,
            ConversationDirectory conversations,
            GatewayConfig config) {
        this.store = store;
        this.waiters = waiters;
        this.services = services;
        this.conversations = conversations;
        this.config = config.channels();
        this.deadline = CompletableFuture.delayedExecutor(
                this.config.requestTimeout().plus(SWEEP_GRACE).toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Makes a request. The future completes when it is settled, within the time-out and two seconds. */
    CompletableFuture<Channel> request(ClientConnection connection, RequestChannel command) {
        String callerId = connection.caller().participantId();
        Parties asked = new Parties(command.serviceId(), command.providerId(), callerId);
        Waiter waiter = waiters.add(connection, command.requestId());
        connection
                .sends()
                .inTurn(() -> place(connection.caller(), command, waiter).subscribeAsCompletionStage())
                .exceptionally(failure -> {
                    refuse(waiter, asked, failure);
                    return null;
                });
        deadline.execute(() -> giveUp(waiter, asked));
        return waiter.outcome();
    }

    /** Completes when the request is committed, or settled already. */
    private Uni<Void> place(Caller caller, RequestChannel command, Waiter waiter) {
        Uni<Optional<RegisteredService>> loading = command.serviceId() == null
                ? Uni.createFrom().item(Optional.empty())
                : services.find(command.serviceId());
        return loading.chain(service -> {
            String providerId = service.map(RegisteredService::ownerId).orElse(command.providerId());
            Parties parties = new Parties(command.serviceId(), providerId, caller.participantId());
            String obstacle = obstacle(parties, command.providerId());
            if (obstacle != null) {
                waiter.settle(waiter.rejectedHere(parties, obstacle));
                return Uni.createFrom().voidItem();
            }
            return access(caller, service)
                    .chain(() -> store.decide(providerId, caller.participantId(), open -> open.stream()
                            .filter(channel -> channel.parties().equals(parties))
                            .findFirst()
                            .orElseGet(() -> fresh(parties, command, waiter))))
                    .call(channel -> know(channel))
                    .invoke(channel -> placed(channel, command, waiter))
                    .replaceWithVoid();
        });
    }

    private Uni<Void> access(Caller caller, Optional<RegisteredService> service) {
        return service.isEmpty()
                ? Uni.createFrom().voidItem()
                : services.checkAccess(caller, service.get().serviceId());
    }

    private static String obstacle(Parties parties, String namedProviderId) {
        if (parties.providerId() == null) {
            return UNKNOWN_SERVICE;
        }
        if (namedProviderId != null && !namedProviderId.equals(parties.providerId())) {
            return OTHER_PROVIDER;
        }
        return parties.providerId().equals(parties.consumerId()) ? OWN_SERVICE : null;
    }

    private PairChannel fresh(Parties parties, RequestChannel command, Waiter waiter) {
        return PairChannel.requested(
                waiter.freshId(),
                parties,
                command.requestId(),
                command.message(),
                DatabaseContext.now(),
                config.requestTimeout());
    }

    /** From now on the pair's channels are kept in memory: they talk without the database once this is accepted. */
    private Uni<Void> know(PairChannel channel) {
        conversations.changed(channel.change());
        return conversations
                .activeChannels(
                        channel.parties().providerId(), channel.parties().consumerId())
                .replaceWithVoid()
                .onFailure()
                .recoverWithNull();
    }

    private static void placed(PairChannel channel, RequestChannel command, Waiter waiter) {
        if (channel.status() == ConversationStatus.PENDING) {
            waiter.expect(channel);
        } else {
            waiter.settle(channel.shownTo(command.requestId()));
        }
    }

    private static void refuse(Waiter waiter, Parties asked, Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        HubError error = HubException.of(cause).error();
        if (error == HubError.INTERNAL) {
            LOG.errorf(cause, "request not placed: participantId=%s", asked.consumerId());
        }
        if (error.retryable()) {
            waiter.settle(waiter.rejectedHere(asked, UNAVAILABLE));
        } else {
            waiter.fail(cause);
        }
    }

    private void giveUp(Waiter waiter, Parties asked) {
        if (waiter.outcome().isDone()) {
            return;
        }
        PairChannel pending = waiter.pending();
        if (pending == null) {
            waiter.settle(waiter.rejectedHere(asked, UNAVAILABLE));
            return;
        }
        // The log has not told; the database may know better, or be told that the time is over. It is, whatever the row
        // says: it was written a little after the request came.
        Instant end = DatabaseContext.now().plus(config.requestTimeout());
        store.change(pending.conversationId(), channel -> channel.expired(end))
                .ifNoItem()
                .after(LAST_LOOK)
                .fail()
                .subscribe()
                .with(
                        channel -> waiter.settle(
                                channel == null || channel.status() == ConversationStatus.PENDING
                                        ? waiter.rejectedHere(pending.parties(), PairChannel.TIMEOUT)
                                        : channel.shownTo(waiter.requestId())),
                        failure -> {
                            LOG.warnf(
                                    "request given up: conversationId=%s reason=%s", pending.conversationId(), failure);
                            waiter.settle(waiter.rejectedHere(pending.parties(), PairChannel.TIMEOUT));
                        });
    }
}
