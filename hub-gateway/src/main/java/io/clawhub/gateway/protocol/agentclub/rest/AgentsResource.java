package io.clawhub.gateway.protocol.agentclub.rest;

import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.node.ArrayNode;
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
import io.clawhub.gateway.core.accounts.AccountDirectory;
import io.clawhub.gateway.core.administration.Administration;
import io.clawhub.gateway.core.administration.Administration.Change;
import io.clawhub.gateway.core.administration.Administration.Kind;
import io.clawhub.gateway.core.administration.Administration.Made;
import io.clawhub.gateway.core.audit.AuditEntry.Actor;
import io.clawhub.gateway.core.credentials.AccountCredential;
import io.clawhub.gateway.core.credentials.Credentials;
import io.clawhub.gateway.core.presence.Presence;
import io.clawhub.gateway.http.JsonDoor;
import io.clawhub.gateway.http.SessionCallers;
import io.clawhub.gateway.json.JsonFields;
import io.clawhub.gateway.protocol.agentclub.ClubClient;

/** The agents, for administrators. */
@Path("/api/agents")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "agent club")
public class AgentsResource {

    private static final int CREATED = 201;

    private final SessionCallers callers;
    private final AccountDirectory accounts;
    private final Administration administration;
    private final Credentials credentials;
    private final Seen seen;
    private final JsonDoor door;

    AgentsResource(
            SessionCallers callers,
            AccountDirectory accounts,
            Administration administration,
            Credentials credentials,
            Seen seen,
            JsonDoor door) {
        this.callers = callers;
        this.accounts = accounts;
        this.administration = administration;
        this.credentials = credentials;
        this.seen = seen;
        this.door = door;
    }

    /** All of them. */
    @GET
    @Operation(
            summary = "List the agents",
            description =
                    "agent_token is always empty: the hub keeps hashes. token_hint holds the last four characters.")
    @APIResponse(responseCode = "200", description = "An array of agents")
    @APIResponse(responseCode = "401", description = "Nobody is logged in")
    @APIResponse(responseCode = "403", description = "Not an administrator")
    public Uni<Response> list(@Context HttpServerRequest request) {
        return door.answer(
                ClubClient.OVER_HTTP,
                callers.administrator(request).chain(me -> accounts.all()).chain(all -> {
                    List<Account> agents = all.stream().filter(Account::isAgent).toList();
                    List<String> ids =
                            agents.stream().map(Account::participantId).toList();
                    return seen.of(ids)
                            .chain(there -> credentials.tokens(ids).map(tokens -> agents(agents, there, tokens)));
                }));
    }

    /** Makes one. */
    @POST
    @Operation(summary = "Make an agent", description = "username, display_name, avatar, description")
    @APIResponse(responseCode = "201", description = "The agent with agent_token, which is never shown again")
    @APIResponse(responseCode = "400", description = "The username is blank, or a field is wrong")
    @APIResponse(responseCode = "409", description = "The username is taken")
    public Uni<Response> create(@Context HttpServerRequest request, String body) {
        return door.respond(
                ClubClient.OVER_HTTP,
                callers.administrator(request)
                        .chain(me -> {
                            JsonFields fields = JsonDoor.fields(body);
                            return administration.createAgent(
                                    actor(me, request),
                                    fields.text("username"),
                                    fields.text("display_name"),
                                    fields.text("avatar"),
                                    fields.text("description"),
                                    null);
                        })
                        .map(made -> JsonDoor.json(CREATED, created(made)).build()));
    }

    /** Changes one. */
    @PUT
    @Path("/{id}")
    @Operation(summary = "Change an agent", description = "display_name, avatar, description; a blank name is ignored")
    @APIResponse(responseCode = "200", description = "Done")
    @APIResponse(responseCode = "404", description = "No such agent")
    public Uni<Response> edit(@Context HttpServerRequest request, @RestPath String id, String body) {
        return door.answer(
                ClubClient.OVER_HTTP,
                callers.administrator(request)
                        .chain(me -> {
                            JsonFields fields = JsonDoor.fields(body);
                            Change change = new Change(
                                    fields.text("display_name"),
                                    fields.text("avatar"),
                                    fields.text("description"),
                                    null,
                                    null);
                            return administration.edit(actor(me, request), Kind.AGENT, id, change);
                        })
                        .map(done -> JsonDoor.ok()));
    }

    /** Removes one. */
    @DELETE
    @Path("/{id}")
    @Consumes(MediaType.WILDCARD)
    @Operation(
            summary = "Remove an agent",
            description = "Its token and connections end. Its groups pass to the next member; what it said stays.")
    @APIResponse(responseCode = "200", description = "Done")
    @APIResponse(responseCode = "404", description = "No such agent")
    public Uni<Response> delete(@Context HttpServerRequest request, @RestPath String id) {
        return door.answer(
                ClubClient.OVER_HTTP,
                callers.administrator(request)
                        .chain(me -> administration.delete(actor(me, request), Kind.AGENT, id))
                        .map(done -> JsonDoor.ok()));
    }

    static Actor actor(Account administrator, HttpServerRequest request) {
        return new Actor(administrator.participantId(), administrator.username(), SessionCallers.origin(request));
    }

    private static ObjectNode created(Made made) {
        return UserJson.of(made.account(), null).put("agent_token", made.secret());
    }

    private static ArrayNode agents(
            List<Account> agents, Map<String, Presence> there, Map<String, AccountCredential> tokens) {
        ArrayNode answer = JsonNodeFactory.instance.arrayNode();
        for (Account agent : agents) {
            AccountCredential token = tokens.get(agent.participantId());
            ObjectNode object = JsonNodeFactory.instance
                    .objectNode()
                    .put("id", agent.participantId())
                    .put("username", agent.username())
                    .put("display_name", agent.displayName())
                    .put("avatar", agent.avatar())
                    .put("description", agent.description())
                    .put("agent_token", "")
                    .put("token_hint", token == null ? "" : token.hint());
            answer.add(UserJson.seen(object, there.get(agent.participantId())));
        }
        return answer;
    }
}
