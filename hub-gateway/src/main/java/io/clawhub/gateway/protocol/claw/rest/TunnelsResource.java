package io.clawhub.gateway.protocol.claw.rest;

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
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

import io.clawhub.gateway.core.CallCommand;
import io.clawhub.gateway.core.CallReply.TunnelsListed;
import io.clawhub.gateway.core.calls.Tunnel;
import io.clawhub.gateway.http.HttpCallers.Audience;

/** An agent's ways to call services. */
@Path("/api/tunnels")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "services")
@SecurityRequirement(name = "apiKey")
@SecurityRequirement(name = "agent")
public class TunnelsResource {

    private final RestDoor door;

    TunnelsResource(RestDoor door) {
        this.door = door;
    }

    /** The caller's own, as an array. */
    @GET
    @Operation(summary = "List the caller's tunnels")
    @APIResponse(responseCode = "200", description = "The tunnels, an array")
    @APIResponse(responseCode = "401", description = "X-Agent-Id is missing, or not the caller's")
    public Uni<ArrayNode> list(@Context HttpServerRequest request) {
        return door.ask(request, Audience.AGENT, CallCommand.ListTunnels::new, TunnelsListed.class)
                .map(listed -> {
                    ArrayNode tunnels = JsonNodeFactory.instance.arrayNode();
                    listed.tunnels().forEach(tunnel -> tunnels.add(json(tunnel)));
                    return tunnels;
                });
    }

    private static ObjectNode json(Tunnel tunnel) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("tunnel_id", tunnel.tunnelId())
                .put("service_id", tunnel.serviceId())
                .put("consumer_id", tunnel.consumerId())
                .put("execution_mode", tunnel.executionMode())
                .put("endpoint", tunnel.endpoint())
                .put("created_at", tunnel.openedAt().toString());
    }
}
