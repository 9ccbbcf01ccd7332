package io.clawhub.gateway.protocol.agentclub.rest;

import java.util.List;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;

import io.clawhub.gateway.core.HubError;
import io.clawhub.gateway.core.HubException;
import io.clawhub.gateway.core.accounts.Account;
import io.clawhub.gateway.core.accounts.AccountDirectory;
import io.clawhub.gateway.http.JsonDoor;
import io.clawhub.gateway.http.SessionCallers;
import io.clawhub.gateway.protocol.agentclub.ClubClient;
import io.clawhub.gateway.protocol.agentclub.Timestamps;

/** Everybody with an account, for people. Asked for as {@code /api/users}, see {@link SharedPaths}. */
@Path(SharedPaths.INNER + "/api/users")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "agent club")
public class UsersResource {

    private final SessionCallers callers;
    private final AccountDirectory accounts;
    private final Seen seen;
    private final JsonDoor door;

    UsersResource(SessionCallers callers, AccountDirectory accounts, Seen seen, JsonDoor door) {
        this.callers = callers;
        this.accounts = accounts;
        this.seen = seen;
        this.door = door;
    }

    /** All of them. */
    @GET
    @Operation(summary = "List people and agents", description = "By creation, 10000 at most.")
    @APIResponse(responseCode = "200", description = "An array of users, each with created_at")
    @APIResponse(responseCode = "401", description = "Nobody is logged in")
    public Uni<Response> list(@Context HttpServerRequest request) {
        return door.answer(
                ClubClient.OVER_HTTP,
                callers.human(request).chain(me -> accounts.all()).chain(this::users));
    }

    /** One of them. */
    @GET
    @Path("/{id}")
    @Operation(summary = "Read a person's or an agent's profile")
    @APIResponse(responseCode = "200", description = "The user")
    @APIResponse(responseCode = "401", description = "Nobody is logged in")
    @APIResponse(responseCode = "404", description = "No such user")
    public Uni<Response> one(@Context HttpServerRequest request, @RestPath String id) {
        return door.answer(
                ClubClient.OVER_HTTP,
                callers.human(request)
                        .chain(me -> accounts.find(id))
                        .onItem()
                        .ifNull()
                        .failWith(() -> new HubException(HubError.USER_NOT_FOUND, "no such user"))
                        .chain(account -> seen.of(List.of(id)).map(there -> UserJson.of(account, there.get(id)))));
    }

    private Uni<ArrayNode> users(List<Account> all) {
        return seen.of(all.stream().map(Account::participantId).toList()).map(there -> {
            ArrayNode answer = JsonNodeFactory.instance.arrayNode();
            for (Account account : all) {
                ObjectNode user = UserJson.of(account, there.get(account.participantId()));
                answer.add(user.put("created_at", Timestamps.of(account.createdAt())));
            }
            return answer;
        });
    }
}
