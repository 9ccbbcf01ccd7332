package io.clawhub.gateway.protocol.admin;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;

import io.clawhub.gateway.core.accounts.Account;
import io.clawhub.gateway.core.administration.Administration;
import io.clawhub.gateway.core.administration.Administration.Change;
import io.clawhub.gateway.core.administration.Administration.Kind;
import io.clawhub.gateway.core.administration.Administration.Made;
import io.clawhub.gateway.core.credentials.Credentials;
import io.clawhub.gateway.http.JsonDoor;
import io.clawhub.gateway.json.JsonFields;

/** Agents. */
@Path("/api/admin/agents")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "administration")
public class AgentsResource {

    private final Administration administration;
    private final Credentials credentials;
    private final AccountLists lists;
    private final AdminDoor door;

    AgentsResource(Administration administration, Credentials credentials, AccountLists lists, AdminDoor door) {
        this.administration = administration;
        this.credentials = credentials;
        this.lists = lists;
        this.door = door;
    }

    /** All of them. */
    @GET
    @Operation(summary = "List agents")
    @APIResponse(responseCode = "200", description = "agents, by creation; never their tokens")
    public Uni<Response> list(@Context HttpServerRequest request) {
        return door.answer(request, actor -> lists.of("agents", Account::isAgent));
    }

    /** Makes one. */
    @POST
    @Operation(
            summary = "Make an agent's account",
            description = "username, display_name, avatar, description, expires_in_days")
    @APIResponse(responseCode = "201", description = "The account with token, which is never shown again")
    @APIResponse(responseCode = "409", description = "The username is taken")
    public Uni<Response> create(@Context HttpServerRequest request, String body) {
        return door.answer(request, Response.Status.CREATED, actor -> {
            JsonFields fields = JsonDoor.fields(body);
            return administration
                    .createAgent(
                            actor,
                            fields.requiredText("username"),
                            fields.text("display_name"),
                            fields.text("avatar"),
                            fields.text("description"),
                            AdminJson.life(fields))
                    .map(AgentsResource::withToken);
        });
    }

    /** Changes one. */
    @PUT
    @Path("/{agent}")
    @Operation(summary = "Change an agent's account", description = "display_name, avatar, description")
    @APIResponse(responseCode = "200", description = "The account")
    @APIResponse(responseCode = "404", description = "No such agent")
    public Uni<Response> edit(@Context HttpServerRequest request, @RestPath String agent, String body) {
        return door.about(request, agent, (actor, account) -> {
            JsonFields fields = JsonDoor.fields(body);
            Change change = new Change(
                    fields.text("display_name"), fields.text("avatar"), fields.text("description"), null, null);
            return administration
                    .edit(actor, Kind.AGENT, account.participantId(), change)
                    .map(AdminJson::account);
        });
    }

    /** Removes one. */
    @DELETE
    @Path("/{agent}")
    @Consumes(MediaType.WILDCARD)
    @Operation(summary = "Remove an agent's account", description = "What it said stays in the history.")
    @APIResponse(responseCode = "200", description = "Done")
    public Uni<Response> delete(@Context HttpServerRequest request, @RestPath String agent) {
        return door.about(request, agent, (actor, account) -> administration
                .delete(actor, Kind.AGENT, account.participantId())
                .map(done -> JsonDoor.ok()));
    }

    /** Its tokens. */
    @GET
    @Path("/{agent}/tokens")
    @Operation(summary = "List an agent's valid tokens", description = "Without their secrets.")
    @APIResponse(responseCode = "200", description = "count, credentials")
    public Uni<Response> tokens(@Context HttpServerRequest request, @RestPath String agent) {
        return door.about(request, agent, (actor, account) -> credentials
                .of(account.participantId())
                .map(AdminJson::credentials));
    }

    /** Gives it a new token. */
    @POST
    @Path("/{agent}/tokens")
    @Operation(
            summary = "Give an agent a new token",
            description = "expires_in_days. The old ones end, and the connections that came by them.")
    @APIResponse(responseCode = "200", description = "The account with token, which is never shown again")
    public Uni<Response> resetToken(@Context HttpServerRequest request, @RestPath String agent, String body) {
        return door.about(request, agent, (actor, account) -> administration
                .resetToken(
                        actor,
                        account.participantId(),
                        body == null || body.isBlank() ? null : AdminJson.life(JsonDoor.fields(body)))
                .map(AgentsResource::withToken));
    }

    /** Ends its tokens. */
    @DELETE
    @Path("/{agent}/tokens")
    @Consumes(MediaType.WILDCARD)
    @Operation(summary = "End an agent's tokens", description = "It cannot connect until it has a new one.")
    @APIResponse(responseCode = "200", description = "ended: how many there were")
    public Uni<Response> endTokens(@Context HttpServerRequest request, @RestPath String agent) {
        return door.about(request, agent, (actor, account) -> administration
                .endCredentials(actor, Kind.AGENT, account.participantId())
                .map(ended -> JsonNodeFactory.instance.objectNode().put("ended", ended)));
    }

    private static ObjectNode withToken(Made made) {
        return AdminJson.account(made.account()).put("token", made.secret());
    }
}
