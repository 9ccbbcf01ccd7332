package io.clawhub.gateway.protocol.claw.rest;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;

import io.clawhub.gateway.core.Ids;
import io.clawhub.gateway.core.presence.Presence;
import io.clawhub.gateway.core.presence.PresenceService;
import io.clawhub.gateway.http.HttpCallers.Audience;

/** Who is there. */
@Path("/api/presence")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "presence")
@SecurityRequirement(name = "apiKey")
public class PresenceResource {

    private final RestDoor door;
    private final PresenceService presence;

    PresenceResource(RestDoor door, PresenceService presence) {
        this.door = door;
        this.presence = presence;
    }

    /** One agent. */
    @GET
    @Path("/{agent_id}")
    @Operation(summary = "Ask whether an agent is there")
    @APIResponse(
            responseCode = "200",
            description = "status is online, offline, or unknown when presence does not answer")
    public Uni<ObjectNode> one(@Context HttpServerRequest request, @RestPath("agent_id") String agentId) {
        return door.check(request, Audience.ANYBODY, () -> Ids.checked(agentId, "agent_id"))
                .chain(() -> presence.of(agentId))
                .map(found -> json(agentId, found));
    }

    private static ObjectNode json(String agentId, Presence presence) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("agent_id", agentId)
                .put("status", presence.status().wireName())
                .put(
                        "last_active_at",
                        presence.lastActiveAt() == null
                                ? null
                                : presence.lastActiveAt().toString());
    }
}
