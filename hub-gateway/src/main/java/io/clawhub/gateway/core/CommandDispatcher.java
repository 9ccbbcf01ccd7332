package io.clawhub.gateway.core;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import org.jboss.logging.Logger;

import io.clawhub.gateway.core.connections.ClientConnection;
import io.clawhub.gateway.core.history.HistoryService;
import io.clawhub.gateway.core.services.ServiceRegistry;

/** The one door to the core: every command of every protocol passes here. */
@ApplicationScoped
public class CommandDispatcher {

    private static final Logger LOG = Logger.getLogger(CommandDispatcher.class);

    private final ServiceRegistry services;
    private final HistoryService history;
    private final MeterRegistry metrics;

    CommandDispatcher(ServiceRegistry services, HistoryService history, MeterRegistry metrics) {
        this.services = services;
        this.history = history;
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
            result = switch (command) {
                case Command.SendMessage send -> connection.sends().send(send);
                case Command.RegisterService register ->
                    services.register(connection.caller(), register).subscribeAsCompletionStage();
                case Command.ReadHistory read ->
                    history.read(connection.caller(), connection.sends(), read).subscribeAsCompletionStage();
            };
        } catch (HubException refusal) {
            result = CompletableFuture.failedFuture(refusal);
        }
        result.whenComplete(
                (reply, failure) -> answer.accept(reply, failure == null ? null : refusal(connection, failure)));
    }

    private HubException refusal(ClientConnection connection, Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        HubException refusal = HubException.of(cause);
        if (refusal.error() == HubError.INTERNAL) {
            LOG.errorf(
                    cause,
                    "command failed: participantId=%s",
                    connection.caller().participantId());
        }
        metrics.counter(
                        "hub.refusals",
                        "protocol",
                        connection.caller().protocol(),
                        "code",
                        refusal.error().name())
                .increment();
        return refusal;
    }
}
