package io.clawhub.gateway.protocol.admin;

import java.util.function.BiFunction;
import java.util.function.Function;

import com.fasterxml.jackson.databind.JsonNode;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Response;

import io.clawhub.gateway.core.HubError;
import io.clawhub.gateway.core.HubException;
import io.clawhub.gateway.core.accounts.Account;
import io.clawhub.gateway.core.accounts.AccountDirectory;
import io.clawhub.gateway.core.audit.AuditEntry.Actor;
import io.clawhub.gateway.http.JsonDoor;
import io.clawhub.gateway.http.SessionCallers;
import io.clawhub.gateway.http.SessionCallers.Known;
import io.clawhub.gateway.websocket.Upgrades;

/** Lets administrators in, and finds whom they mean. */
@ApplicationScoped
class AdminDoor {

    static final String PROTOCOL = "admin";

    private final SessionCallers callers;
    private final AccountDirectory accounts;
    private final JsonDoor door;

    AdminDoor(SessionCallers callers, AccountDirectory accounts, JsonDoor door) {
        this.callers = callers;
        this.accounts = accounts;
        this.door = door;
    }

    /** 200 with what an administrator asked for, or the refusal. */
    Uni<Response> answer(HttpServerRequest request, Function<Actor, Uni<? extends JsonNode>> work) {
        return answer(request, Response.Status.OK, work);
    }

    /** The same with another status. */
    Uni<Response> answer(
            HttpServerRequest request, Response.Status status, Function<Actor, Uni<? extends JsonNode>> work) {
        return door.respond(
                PROTOCOL,
                administrator(request)
                        .chain(actor -> work.apply(actor).map(body -> (JsonNode) body))
                        .map(body -> JsonDoor.json(status.getStatusCode(), body).build()));
    }

    /** The same for what is about one account, named by id or username. */
    Uni<Response> about(
            HttpServerRequest request, String reference, BiFunction<Actor, Account, Uni<? extends JsonNode>> work) {
        return answer(request, actor -> find(reference)
                .chain(account -> work.apply(actor, account).map(body -> (JsonNode) body)));
    }

    /** What nobody has to be anybody for. */
    Uni<Response> open(Uni<? extends JsonNode> body) {
        return door.answer(PROTOCOL, body);
    }

    /** The administrator, and the session. */
    Uni<Known> known(HttpServerRequest request) {
        return Uni.createFrom()
                .deferred(() -> request.getHeader(HttpHeaders.AUTHORIZATION) == null
                        ? callers.session(request)
                        : callers.session(Upgrades.headerKey(request), SessionCallers.origin(request)))
                .invoke(known -> SessionCallers.requireAdministrator(known.account()));
    }

    private Uni<Actor> administrator(HttpServerRequest request) {
        return known(request)
                .map(known -> new Actor(
                        known.account().participantId(), known.account().username(), SessionCallers.origin(request)));
    }

    private Uni<Account> find(String reference) {
        return (Account.isAccountId(reference) ? accounts.find(reference) : accounts.findByUsername(reference))
                .onItem()
                .ifNull()
                .failWith(() -> new HubException(HubError.USER_NOT_FOUND, "no such account: " + reference));
    }
}
