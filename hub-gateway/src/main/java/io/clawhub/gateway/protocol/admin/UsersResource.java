package io.clawhub.gateway.protocol.admin;

import java.util.Locale;

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

import io.clawhub.gateway.core.accounts.Role;
import io.clawhub.gateway.core.administration.Administration;
import io.clawhub.gateway.core.administration.Administration.Change;
import io.clawhub.gateway.core.administration.Administration.Kind;
import io.clawhub.gateway.core.credentials.Credentials;
import io.clawhub.gateway.http.JsonDoor;
import io.clawhub.gateway.json.JsonFields;

/** People. */
@Path("/api/admin/users")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "administration")
public class UsersResource {

    private final Administration administration;
    private final Credentials credentials;
    private final AccountLists lists;
    private final AdminDoor door;

    UsersResource(Administration administration, Credentials credentials, AccountLists lists, AdminDoor door) {
        this.administration = administration;
        this.credentials = credentials;
        this.lists = lists;
        this.door = door;
    }

    /** All of them. */
    @GET
    @Operation(summary = "List people")
    @APIResponse(responseCode = "200", description = "users, by creation")
    public Uni<Response> list(@Context HttpServerRequest request) {
        return door.answer(request, actor -> lists.of("users", account -> !account.isAgent()));
    }

    /** Makes one. */
    @POST
    @Operation(
            summary = "Make a person's account",
            description = "username, display_name, role (admin, user), password")
    @APIResponse(responseCode = "201", description = "The account; password, if none was given, this once")
    @APIResponse(responseCode = "409", description = "The username is taken")
    public Uni<Response> create(@Context HttpServerRequest request, String body) {
        return door.answer(request, Response.Status.CREATED, actor -> {
            JsonFields fields = JsonDoor.fields(body);
            Role role = role(fields);
            return administration
                    .createPerson(
                            actor,
                            fields.requiredText("username"),
                            fields.text("display_name"),
                            role == null ? Role.USER : role,
                            fields.text("password"))
                    .map(made -> {
                        ObjectNode answer = AdminJson.account(made.account());
                        return made.secret() == null ? answer : answer.put("password", made.secret());
                    });
        });
    }

    /** Changes one. */
    @PUT
    @Path("/{user}")
    @Operation(
            summary = "Change a person's account",
            description = "display_name, avatar, description, role, password. The last two end the person's sessions.")
    @APIResponse(responseCode = "200", description = "The account")
    @APIResponse(responseCode = "404", description = "No such person")
    @APIResponse(responseCode = "409", description = "This is the only administrator")
    public Uni<Response> edit(@Context HttpServerRequest request, @RestPath String user, String body) {
        return door.about(request, user, (actor, account) -> {
            JsonFields fields = JsonDoor.fields(body);
            Change change = new Change(
                    fields.text("display_name"),
                    fields.text("avatar"),
                    fields.text("description"),
                    role(fields),
                    fields.text("password"));
            return administration
                    .edit(actor, Kind.PERSON, account.participantId(), change)
                    .map(AdminJson::account);
        });
    }

    /** Removes one. */
    @DELETE
    @Path("/{user}")
    @Consumes(MediaType.WILDCARD)
    @Operation(summary = "Remove a person's account", description = "What they said stays in the history.")
    @APIResponse(responseCode = "200", description = "Done")
    @APIResponse(responseCode = "409", description = "This is the only administrator")
    public Uni<Response> delete(@Context HttpServerRequest request, @RestPath String user) {
        return door.about(request, user, (actor, account) -> administration
                .delete(actor, Kind.PERSON, account.participantId())
                .map(done -> JsonDoor.ok()));
    }

    /** A person's sessions. */
    @GET
    @Path("/{user}/sessions")
    @Operation(summary = "List a person's sessions")
    @APIResponse(responseCode = "200", description = "count, credentials")
    public Uni<Response> sessions(@Context HttpServerRequest request, @RestPath String user) {
        return door.about(request, user, (actor, account) -> credentials
                .of(account.participantId())
                .map(AdminJson::credentials));
    }

    /** Ends a person's sessions. */
    @DELETE
    @Path("/{user}/sessions")
    @Consumes(MediaType.WILDCARD)
    @Operation(summary = "End a person's sessions", description = "Their connections are closed.")
    @APIResponse(responseCode = "200", description = "ended: how many there were")
    public Uni<Response> endSessions(@Context HttpServerRequest request, @RestPath String user) {
        return door.about(request, user, (actor, account) -> administration
                .endCredentials(actor, Kind.PERSON, account.participantId())
                .map(ended -> JsonNodeFactory.instance.objectNode().put("ended", ended)));
    }

    private static Role role(JsonFields fields) {
        String word = fields.text("role");
        if (word == null) {
            return null;
        }
        return switch (word.toLowerCase(Locale.ROOT)) {
            case "admin" -> Role.ADMIN;
            case "user" -> Role.USER;
            default -> throw JsonFields.wrong("role", "admin or user");
        };
    }
}
