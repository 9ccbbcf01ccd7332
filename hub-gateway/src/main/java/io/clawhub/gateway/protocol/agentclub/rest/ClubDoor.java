package io.clawhub.gateway.protocol.agentclub.rest;

import java.util.function.Function;

import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.enterprise.context.ApplicationScoped;

import io.clawhub.gateway.core.Caller;
import io.clawhub.gateway.core.Caller.Authentication;
import io.clawhub.gateway.core.Command;
import io.clawhub.gateway.core.CommandDispatcher;
import io.clawhub.gateway.core.HubError;
import io.clawhub.gateway.core.HubException;
import io.clawhub.gateway.core.Reply;
import io.clawhub.gateway.core.accounts.Account;
import io.clawhub.gateway.http.JsonDoor;
import io.clawhub.gateway.http.SessionCallers;
import io.clawhub.gateway.protocol.agentclub.ClubClient;
import io.clawhub.gateway.websocket.AgentLimits;
import io.clawhub.gateway.websocket.TokenBucket;

/** From a request to the core and back: who asks, whether they may ask so often, and what they ask. */
@ApplicationScoped
class ClubDoor {

    private final SessionCallers callers;
    private final CommandDispatcher dispatcher;
    private final AgentLimits agents;
    private final JsonDoor door;

    ClubDoor(SessionCallers callers, CommandDispatcher dispatcher, AgentLimits agents, JsonDoor door) {
        this.callers = callers;
        this.dispatcher = dispatcher;
        this.agents = agents;
        this.door = door;
    }

    /** Who asks, and asking in their name. */
    final class Visit {
        private final SessionCallers.Known known;

        Visit(SessionCallers.Known known) {
            this.known = known;
        }

        Account account() {
            return known.account();
        }

        String id() {
            return known.account().participantId();
        }

        Caller caller() {
            return known.credential().caller(id(), ClubClient.ID, ClubClient.OVER_HTTP, Authentication.TOKEN);
        }

        /** Asks the core; fails with a {@link HubException}. */
        <T extends Reply> Uni<T> ask(Command command, Class<T> answer) {
            return dispatcher.ask(caller(), command).map(answer::cast);
        }
    }

    /** A person, by the session. */
    <T> Uni<T> human(HttpServerRequest request, Function<Visit, Uni<T>> question) {
        return admitted(callers.session(request), question);
    }

    /** An agent, by the token. */
    <T> Uni<T> agent(HttpServerRequest request, Function<Visit, Uni<T>> question) {
        return admitted(callers.token(request), question);
    }

    private <T> Uni<T> admitted(Uni<SessionCallers.Known> known, Function<Visit, Uni<T>> question) {
        return known.map(Visit::new)
                .onFailure(HubException.class)
                .invoke(this::counted)
                .chain(visit -> limited(visit, question));
    }

    private <T> Uni<T> limited(Visit visit, Function<Visit, Uni<T>> question) {
        TokenBucket rate = agents.enter(visit.id());
        if (rate == null) {
            throw counted(new HubException(HubError.RATE_LIMITED, "too many connections and requests at once"));
        }
        return Uni.createFrom()
                .deferred(() -> {
                    if (rate.take() > 0) {
                        throw counted(new HubException(HubError.RATE_LIMITED, "too many requests"));
                    }
                    return question.apply(visit);
                })
                .onTermination()
                .invoke(() -> agents.leave(visit.id()));
    }

    /** What the core is not asked, it does not count. */
    HubException counted(HubException refusal) {
        return door.counted(ClubClient.OVER_HTTP, refusal);
    }
}
