package io.clawhub.gateway.core;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;

import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.jboss.logging.Logger;

import io.clawhub.gateway.core.accounts.Accounts;
import io.clawhub.gateway.core.calls.Calls;
import io.clawhub.gateway.core.calls.Providers;
import io.clawhub.gateway.core.changes.MessageChanges;
import io.clawhub.gateway.core.channels.Channels;
import io.clawhub.gateway.core.connections.ClientConnection;
import io.clawhub.gateway.core.cursors.Cursors;
import io.clawhub.gateway.core.groups.Groups;
import io.clawhub.gateway.core.history.HistoryService;
import io.clawhub.gateway.core.presence.PresenceWatch;
import io.clawhub.gateway.core.services.ServiceRegistry;
import io.clawhub.gateway.core.streams.Streams;

/** The one door to the core: every command of every protocol passes here. */
@ApplicationScoped
public class CommandDispatcher {

    private static final Logger LOG = Logger.getLogger(CommandDispatcher.class);

    private final HistoryService history;
    private final MessageChanges changes;
    private final Channels channels;
    private final ServiceRegistry services;
    private final Providers providers;
    private final Calls calls;
    private final Accounts accounts;
    private final Groups groups;
    private final Cursors cursors;
    private final Streams streams;
    private final PresenceWatch presences;
    private final MeterRegistry metrics;

    CommandDispatcher(
            HistoryService history,
            MessageChanges changes,
            Channels channels,
            ServiceRegistry services,
            Providers providers,
            Calls calls,
            Accounts accounts,
            Groups groups,
            Cursors cursors,
            Streams streams,
            PresenceWatch presences,
            MeterRegistry metrics) {
        this.history = history;
        this.changes = changes;
        this.channels = channels;
        this.services = services;
        this.providers = providers;
        this.calls = calls;
        this.accounts = accounts;
        this.groups = groups;
        this.cursors = cursors;
        this.streams = streams;
        this.presences = presences;
        this.metrics = metrics;
    }

    /**
     * Carries out a command. Call it in the order of arrival, on any thread; it never blocks.
     *
     * @param answer receives exactly one of the reply and the refusal, on any thread; the reply is null for a held send
     */
    public void dispatch(ClientConnection connection, Command command, BiConsumer<Reply, HubException> answer) {
        CompletionStage<? extends Reply> result;
        try {
            result = result(connection, command);
        } catch (RuntimeException failure) {
            // A refusal, or a fault of ours: whoever asked gets an answer.
            result = CompletableFuture.failedFuture(failure);
        }
        result.whenComplete((reply, failure) ->
                answer.accept(reply, failure == null ? null : refusal(connection.caller(), failure)));
    }

    /**
     * Carries out a command of a caller without a connection. What needs one, saying something, offering a service and
     * asking for or answering a session, is refused.
     *
     * @return the reply; fails with nothing but a {@link HubException}
     */
    public Uni<Reply> ask(Caller caller, Command command) {
        return Uni.createFrom()
                .<Reply>completionStage(() -> result(caller, command).thenApply(reply -> reply))
                .onFailure()
                .transform(failure -> refusal(caller, failure));
    }

    private CompletionStage<? extends Reply> result(Caller caller, Command command) {
        return switch (command) {
            case Command.SendMessage send -> needsConnection();
            case Command.ReadHistory read -> history.read(caller, null, read).subscribeAsCompletionStage();
            case MessageCommand change -> changes.handle(caller, null, change).subscribeAsCompletionStage();
            case ChannelCommand channel -> channels.handle(caller, channel).subscribeAsCompletionStage();
            case ServiceCommand.RegisterService register -> needsConnection();
            case ServiceCommand service -> services.handle(caller, service).subscribeAsCompletionStage();
            case CallCommand call -> calls.handle(caller, call);
            case UserCommand user -> accounts.handle(caller, user);
            case GroupCommand group -> groups.handle(caller, group).subscribeAsCompletionStage();
            case CursorCommand cursor -> cursors.handle(caller, cursor).subscribeAsCompletionStage();
            case StreamCommand stream -> streams.handle(caller, stream).subscribeAsCompletionStage();
            case PresenceCommand presence -> presences.handle(null, presence).subscribeAsCompletionStage();
        };
    }

    private static CompletionStage<Reply> needsConnection() {
        throw new HubException(HubError.UNKNOWN_TYPE, "this needs a connection");
    }

    private CompletionStage<? extends Reply> result(ClientConnection connection, Command command) {
        Caller caller = connection.caller();
        return switch (command) {
            case Command.SendMessage send -> connection.sends().send(send);
            case Command.ReadHistory read ->
                history.read(caller, connection.sends(), read).subscribeAsCompletionStage();
            case MessageCommand change ->
                changes.handle(caller, connection.sends(), change).subscribeAsCompletionStage();
            case ChannelCommand channel -> channels.handle(connection, channel);
            case ServiceCommand.RegisterService register ->
                connection.sends().inTurn(() -> providers.register(connection, register));
            case ServiceCommand.UnregisterService unregister ->
                connection.sends().inTurn(() -> services.handle(caller, unregister)
                        .subscribeAsCompletionStage());
            case ServiceCommand service -> services.handle(caller, service).subscribeAsCompletionStage();
            case CallCommand call -> calls.handle(caller, call);
            case UserCommand user -> accounts.handle(caller, user);
            case GroupCommand group ->
                connection.sends().inTurn(() -> groups.handle(caller, group).subscribeAsCompletionStage());
            case CursorCommand cursor -> cursors.handle(connection, cursor).subscribeAsCompletionStage();
            // Worth a second only: not for it does a message wait.
            case StreamCommand.ShowTyping typing ->
                streams.handle(caller, typing).subscribeAsCompletionStage();
            case StreamCommand stream ->
                connection.sends().inTurn(() -> streams.handle(caller, stream).subscribeAsCompletionStage());
            case PresenceCommand presence ->
                presences.handle(connection, presence).subscribeAsCompletionStage();
        };
    }

    private HubException refusal(Caller caller, Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        HubException refusal = HubException.of(cause);
        if (refusal.error() == HubError.INTERNAL) {
            LOG.errorf(cause, "command failed: participantId=%s", caller.participantId());
        }
        metrics.counter(
                        "hub.refusals",
                        "protocol",
                        caller.protocol(),
                        "code",
                        refusal.error().name())
                .increment();
        return refusal;
    }
}
