package io.clawhub.gateway.protocol.admin;

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
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestQuery;

import io.clawhub.gateway.core.administration.Logins;
import io.clawhub.gateway.core.audit.AuditLog;
import io.clawhub.gateway.http.JsonDoor;
import io.clawhub.gateway.http.SessionCallers;
import io.clawhub.gateway.json.JsonFields;

/** Administrators coming and going, and what they did. */
@Path("/api/admin")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "administration", description = "For administrators, by cookie or Authorization: Bearer.")
public class SessionResource {

    private final Logins logins;
    private final AuditLog audit;
    private final AdminDoor door;

    SessionResource(Logins logins, AuditLog audit, AdminDoor door) {
        this.logins = logins;
        this.audit = audit;
        this.door = door;
    }

    /** Logs in without a cookie. */
    @POST
    @Path("/login")
    @Operation(summary = "Log in", description = "username, password")
    @APIResponse(responseCode = "200", description = "account; token, to be presented as Authorization: Bearer")
    @APIResponse(responseCode = "401", description = "Wrong username or password")
    @APIResponse(responseCode = "403", description = "Not an administrator")
    @APIResponse(responseCode = "429", description = "Too many wrong passwords")
    public Uni<Response> login(@Context HttpServerRequest request, String body) {
        return door.open(Uni.createFrom()
                .deferred(() -> {
                    JsonFields fields = JsonDoor.fields(body);
                    return logins.login(
                            fields.requiredText("username").strip(),
                            fields.requiredText("password"),
                            SessionCallers.origin(request));
                })
                .map(entered -> {
                    SessionCallers.requireAdministrator(entered.account());
                    ObjectNode answer = JsonNodeFactory.instance.objectNode().put("token", entered.secret());
                    answer.set("account", AdminJson.account(entered.account()));
                    return answer;
                }));
    }

    /** Logs out. */
    @POST
    @Path("/logout")
    @Consumes(MediaType.WILDCARD)
    @Operation(summary = "Log out", description = "The token is valid no longer.")
    public Uni<Response> logout(@Context HttpServerRequest request) {
        return door.open(door.known(request)
                .chain(known -> logins.logout(known.credential().credentialId()))
                .map(done -> JsonDoor.ok()));
    }

    /** What was done. */
    @GET
    @Path("/audit")
    @Operation(summary = "Read the audit", description = "The newest first; before is the number of an entry.")
    @APIResponse(responseCode = "200", description = "entries")
    public Uni<Response> audit(@Context HttpServerRequest request, @RestQuery Integer limit, @RestQuery Long before) {
        return door.answer(request, actor -> audit.list(
                        limit == null ? AuditLog.MAX_LISTED : limit, before == null ? Long.MAX_VALUE : before)
                .map(AdminJson::audit));
    }
}
