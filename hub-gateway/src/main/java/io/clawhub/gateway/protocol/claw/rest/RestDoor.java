package io.clawhub.gateway.protocol.claw.rest;

import java.util.function.Supplier;

import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.enterprise.context.ApplicationScoped;

import io.clawhub.gateway.core.Caller;
import io.clawhub.gateway.core.Command;
import io.clawhub.gateway.core.CommandDispatcher;
import io.clawhub.gateway.core.HubError;
import io.clawhub.gateway.core.HubException;
import io.clawhub.gateway.core.Reply;
import io.clawhub.gateway.http.HttpCallers;
import io.clawhub.gateway.http.HttpCallers.Audience;

/** From a request to the core and back. */
@ApplicationScoped
class RestDoor {

    static final String PROTOCOL = "claw-rest";

    private final HttpCallers callers;
    private final CommandDispatcher dispatcher;
    private final MeterRegistry metrics;

    private record Question(Caller caller, Command command) {}

    RestDoor(HttpCallers callers, CommandDispatcher dispatcher, MeterRegistry metrics) {
        this.callers = callers;
        this.dispatcher = dispatcher;
        this.metrics = metrics;
    }

    /** Lets nobody past whom the audience does not include, and nothing that the check refuses. */
    Uni<Void> check(HttpServerRequest request, Audience audience, Runnable arguments) {
        return counted(callers.of(request, audience, PROTOCOL, PROTOCOL).invoke(arguments))
                .replaceWithVoid();
    }

    /**
     * Asks in the name of who sent the request; fails with a {@link HubException}.
     *
     * @param command makes the command, once it is known who asks; may throw a refusal
     */
    <T extends Reply> Uni<T> ask(
            HttpServerRequest request, Audience audience, Supplier<Command> command, Class<T> answer) {
        return counted(callers.of(request, audience, PROTOCOL, PROTOCOL)
                        .map(caller -> new Question(caller, command.get())))
                .chain(question -> dispatcher.ask(question.caller(), question.command()))
                .map(answer::cast);
    }

    /** Counts what was refused before it came to the dispatcher, which counts its own. */
    void refused(HubError error) {
        metrics.counter("hub.refusals", "protocol", PROTOCOL, "code", error.name())
                .increment();
    }

    private <T> Uni<T> counted(Uni<T> question) {
        return question.onFailure(HubException.class)
                .invoke(failure -> refused(HubException.of(failure).error()));
    }
}
