package io.clawhub.gateway.protocol.agentclub.rest;

import java.util.List;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.Consumes;
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

import io.clawhub.gateway.core.HubError;
import io.clawhub.gateway.core.HubException;
import io.clawhub.gateway.core.accounts.Account;
import io.clawhub.gateway.core.administration.Logins;
import io.clawhub.gateway.core.administration.Logins.LoggedIn;
import io.clawhub.gateway.http.JsonDoor;
import io.clawhub.gateway.http.SameSite;
import io.clawhub.gateway.http.SessionCallers;
import io.clawhub.gateway.http.SessionCookies;
import io.clawhub.gateway.json.JsonFields;
import io.clawhub.gateway.protocol.agentclub.ClubClient;

/** A person's own account: making it, logging in and out, the profile. */
@Path("/api")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "agent club", description = "People log in for a cookie, session; agents present their token.")
public class AccountResource {

    private static final int CREATED = 201;
    private static final int OK = 200;

    private final Logins logins;
    private final SessionCallers callers;
    private final SessionCookies cookies;
    private final SameSite sameSite;
    private final Seen seen;
    private final JsonDoor door;

    AccountResource(
            Logins logins,
            SessionCallers callers,
            SessionCookies cookies,
            SameSite sameSite,
            Seen seen,
            JsonDoor door) {
        this.logins = logins;
        this.callers = callers;
        this.cookies = cookies;
        this.sameSite = sameSite;
        this.seen = seen;
        this.door = door;
    }

    /** Makes an account, and logs in. */
    @POST
    @Path("/register")
    @Operation(summary = "Make an account", description = "username, password, display_name. Also logs in.")
    @APIResponse(responseCode = "201", description = "The user, and the cookie")
    @APIResponse(responseCode = "400", description = "A username has 2 to 32 characters, a password at least 6")
    @APIResponse(responseCode = "403", description = "Registration is closed")
    @APIResponse(responseCode = "409", description = "The username is taken")
    public Uni<Response> register(@Context HttpServerRequest request, String body) {
        return entered(request, CREATED, () -> {
            if (!logins.isRegistrationOpen()) {
                throw new HubException(HubError.ACCESS_DENIED, "registration is closed; ask an administrator");
            }
            JsonFields fields = JsonDoor.fields(body);
            return logins.register(
                    fields.text("username"),
                    fields.text("password"),
                    fields.text("display_name"),
                    SessionCallers.origin(request));
        });
    }

    /** Says whether people may make accounts. */
    @GET
    @Path("/registration-status")
    @Operation(summary = "Whether people may make accounts")
    public Uni<Response> registrationStatus() {
        ObjectNode status =
                JsonNodeFactory.instance.objectNode().put("allow_registration", logins.isRegistrationOpen());
        return door.answer(ClubClient.OVER_HTTP, Uni.createFrom().item(status));
    }

    /** Logs in. */
    @POST
    @Path("/login")
    @Operation(summary = "Log in", description = "username, password")
    @APIResponse(responseCode = "200", description = "The user, and the cookie")
    @APIResponse(responseCode = "401", description = "Wrong username or password")
    @APIResponse(responseCode = "429", description = "Too many wrong passwords")
    public Uni<Response> login(@Context HttpServerRequest request, String body) {
        return entered(request, OK, () -> {
            JsonFields fields = JsonDoor.fields(body);
            String username = fields.text("username");
            String password = fields.text("password");
            return logins.login(
                    username == null ? "" : username.strip(),
                    password == null ? "" : password,
                    SessionCallers.origin(request));
        });
    }

    /** Logs out. */
    @POST
    @Path("/logout")
    @Consumes(MediaType.WILDCARD)
    @Operation(summary = "Log out", description = "Whether or not somebody is logged in.")
    public Uni<Response> logout(@Context HttpServerRequest request) {
        return door.respond(
                ClubClient.OVER_HTTP,
                Uni.createFrom()
                        .deferred(() -> {
                            sameSite.check(request);
                            return callers.session(request);
                        })
                        .chain(known -> logins.logout(known.credential().credentialId()))
                        .onFailure(failure -> HubException.of(failure).error() == HubError.AUTH_REQUIRED)
                        .recoverWithNull()
                        .map(done -> JsonDoor.json(OK, JsonDoor.ok())
                                .header(HttpHeaders.SET_COOKIE.toString(), cookies.taken(request))
                                .build()));
    }

    /** Who is logged in; the cookie lasts longer by this. */
    @GET
    @Path("/me")
    @Operation(summary = "Who is logged in")
    @APIResponse(responseCode = "200", description = "The user")
    @APIResponse(responseCode = "401", description = "Nobody")
    public Uni<Response> me(@Context HttpServerRequest request) {
        String secret = SessionCookies.secret(request.getHeader(HttpHeaders.COOKIE));
        return door.respond(
                ClubClient.OVER_HTTP, callers.human(request).chain(this::user).map(user -> JsonDoor.json(OK, user)
                        .header(HttpHeaders.SET_COOKIE.toString(), cookies.given(request, secret))
                        .build()));
    }

    /** Changes one's own profile. */
    @PUT
    @Path("/me")
    @Operation(summary = "Change one's profile", description = "display_name, avatar; a blank name is ignored")
    @APIResponse(responseCode = "200", description = "The user")
    @APIResponse(responseCode = "401", description = "Nobody is logged in")
    public Uni<Response> changeMe(@Context HttpServerRequest request, String body) {
        return door.answer(ClubClient.OVER_HTTP, callers.human(request).chain(me -> {
            JsonFields fields = JsonDoor.fields(body);
            return logins.changeProfile(me.participantId(), fields.text("display_name"), fields.text("avatar"))
                    .chain(this::user);
        }));
    }

    /** Changes one's own password. */
    @PUT
    @Path("/me/password")
    @Operation(
            summary = "Change one's password",
            description =
                    "old_password, new_password; logs out everywhere else. The hub's own, Agent Club has no such route.")
    @APIResponse(responseCode = "200", description = "Done")
    @APIResponse(responseCode = "401", description = "Nobody is logged in, or the old password is wrong")
    public Uni<Response> changePassword(@Context HttpServerRequest request, String body) {
        return door.answer(
                ClubClient.OVER_HTTP,
                callers.session(request)
                        .chain(known -> {
                            JsonFields fields = JsonDoor.fields(body);
                            return logins.changePassword(
                                    known.account(),
                                    known.credential().credentialId(),
                                    fields.requiredText("old_password"),
                                    fields.requiredText("new_password"),
                                    SessionCallers.origin(request));
                        })
                        .map(done -> JsonDoor.ok()));
    }

    private Uni<Response> entered(
            HttpServerRequest request, int status, java.util.function.Supplier<Uni<LoggedIn>> entering) {
        return door.respond(
                ClubClient.OVER_HTTP,
                Uni.createFrom()
                        .deferred(() -> {
                            sameSite.check(request);
                            return entering.get();
                        })
                        .chain(entered -> user(entered.account()).map(user -> JsonDoor.json(status, user)
                                .header(HttpHeaders.SET_COOKIE.toString(), cookies.given(request, entered.secret()))
                                .build())));
    }

    private Uni<ObjectNode> user(Account account) {
        return seen.of(List.of(account.participantId()))
                .map(seen -> UserJson.of(account, seen.get(account.participantId())));
    }
}
