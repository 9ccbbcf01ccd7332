package io.clawhub.gateway.protocol.claw.rest;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirements;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestResponse;

import io.clawhub.gateway.core.HubError;
import io.clawhub.gateway.core.HubException;
import io.clawhub.gateway.core.UserCommand;
import io.clawhub.gateway.core.UserReply.UserAuthenticated;
import io.clawhub.gateway.core.UserReply.UserRegistered;
import io.clawhub.gateway.core.UserReply.UsersListed;
import io.clawhub.gateway.core.accounts.User;
import io.clawhub.gateway.http.HttpCallers.Audience;

/** Users and their API keys. */
@Path("/api/users")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "users")
@SecurityRequirement(name = "apiKey")
public class UsersResource {

    private final RestDoor door;

    UsersResource(RestDoor door) {
        this.door = door;
    }

    /**
     * A user to be.
     *
     * @param name 1 to 128 characters
     */
    public record NewUser(@Schema(required = true, maxLength = 128) @JsonProperty("name") String name) {}

    /**
     * An API key.
     *
     * @param apiKey {@code ush_...}
     */
    public record Key(@Schema(required = true) @JsonProperty("api_key") String apiKey) {}

    /** Makes a user. */
    @POST
    @Operation(
            summary = "Make a user",
            description =
                    "The answer holds its API key, which is never shown again. hub.auth.registration says who may.")
    @APIResponse(responseCode = "200", description = "The user, with api_key")
    @APIResponse(responseCode = "400", description = "The name is missing or cannot be used")
    @APIResponse(responseCode = "401", description = "Only users may make users here")
    @APIResponse(responseCode = "429", description = "Too many from there")
    public Uni<ObjectNode> register(@Context HttpServerRequest request, NewUser user) {
        UserCommand command = new UserCommand.RegisterUser(user == null ? null : user.name());
        // Whether an API key is needed for this is not the mode's business but hub.auth.registration's.
        return door.ask(request, Audience.PUBLIC, () -> command, UserRegistered.class)
                .map(registered -> json(registered.user()).put("api_key", registered.apiKey()));
    }

    /** All of them. */
    @GET
    @Operation(summary = "List the users", description = "Users only; 1000 at most, the oldest first.")
    @APIResponse(responseCode = "200", description = "The users")
    @APIResponse(responseCode = "401", description = "An API key is needed")
    public Uni<ObjectNode> list(@Context HttpServerRequest request) {
        return door.ask(request, Audience.ANYBODY, UserCommand.ListUsers::new, UsersListed.class)
                .map(listed -> {
                    ObjectNode answer = JsonNodeFactory.instance.objectNode();
                    ArrayNode users = answer.putArray("users");
                    listed.users().forEach(user -> users.add(json(user)));
                    return answer;
                });
    }

    /** One of them. */
    @GET
    @Path("/{id}")
    @Operation(summary = "Read a user", description = "Users only.")
    @APIResponse(responseCode = "200", description = "The user")
    @APIResponse(responseCode = "401", description = "An API key is needed")
    @APIResponse(responseCode = "404", description = "No such user")
    public Uni<ObjectNode> one(@Context HttpServerRequest request, @RestPath String id) {
        return door.ask(request, Audience.ANYBODY, () -> new UserCommand.ReadUser(id), UsersListed.class)
                .map(read -> json(read.users().getFirst()));
    }

    /** Checks an API key. */
    @POST
    @Path("/auth")
    @Operation(summary = "Check an API key")
    @SecurityRequirements
    @APIResponse(responseCode = "200", description = "valid is true; whose key it is")
    @APIResponse(responseCode = "401", description = "valid is false; the reason")
    @APIResponse(responseCode = "429", description = "Too many wrong keys from there")
    public Uni<RestResponse<ObjectNode>> authenticate(@Context HttpServerRequest request, Key key) {
        UserCommand command = new UserCommand.AuthenticateUser(key == null ? null : key.apiKey());
        return door.ask(request, Audience.PUBLIC, () -> command, UserAuthenticated.class)
                .map(authenticated -> {
                    ObjectNode answer = JsonNodeFactory.instance.objectNode().put("valid", true);
                    answer.set("user", json(authenticated.user()));
                    return RestResponse.ok(answer);
                })
                .onFailure(UsersResource::isWrongKey)
                .recoverWithItem(refusal -> invalid((HubException) refusal));
    }

    private static boolean isWrongKey(Throwable failure) {
        return failure instanceof HubException refusal && refusal.error() == HubError.AUTH_FAILED;
    }

    private static RestResponse<ObjectNode> invalid(HubException refusal) {
        ObjectNode answer = RestErrors.body(refusal.error(), refusal.getMessage())
                .put("valid", false)
                .put("reason", refusal.getMessage());
        return RestResponse.ResponseBuilder.create(
                        RestResponse.Status.fromStatusCode(refusal.error().httpStatus()), answer)
                .build();
    }

    private static ObjectNode json(User user) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("user_id", user.userId())
                .put("name", user.name())
                .put("created_at", user.createdAt().toString())
                .put("is_active", user.active());
    }
}
