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
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;

import io.clawhub.gateway.core.ChannelCommand;
import io.clawhub.gateway.core.ChannelReply.ChannelState;
import io.clawhub.gateway.core.ChannelReply.ChannelsListed;
import io.clawhub.gateway.core.Command;
import io.clawhub.gateway.core.Ids;
import io.clawhub.gateway.core.Reply.HistoryRead;
import io.clawhub.gateway.http.HttpCallers.Audience;

/** An agent's conversations. */
@Path("/api/channels")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "channels")
@SecurityRequirement(name = "apiKey")
@SecurityRequirement(name = "agent")
public class ChannelsResource {

    private static final int STANDARD_LIMIT = 50;
    private static final int MAX_LIMIT = 500;

    private final RestDoor door;

    ChannelsResource(RestDoor door) {
        this.door = door;
    }

    /** The caller's own, the newest first. */
    @GET
    @Operation(summary = "List the caller's channels", description = "The newest first.")
    @APIResponse(responseCode = "200", description = "The channels")
    @APIResponse(responseCode = "401", description = "X-Agent-Id is missing, or not the caller's")
    public Uni<ObjectNode> list(
            @Context HttpServerRequest request,
            @RestQuery @Parameter(description = "At most so many, 1 to 500; 50 by default.") String limit) {
        ChannelCommand command = new ChannelCommand.ListChannels(Limits.clamp(limit, STANDARD_LIMIT, MAX_LIMIT));
        return door.ask(request, Audience.AGENT, () -> command, ChannelsListed.class)
                .map(listed -> {
                    ObjectNode answer = JsonNodeFactory.instance.objectNode();
                    ArrayNode channels = answer.putArray("channels");
                    listed.channels().forEach(channel -> channels.add(ChannelJson.of(channel)));
                    return answer.put("total", channels.size());
                });
    }

    /** One of them. */
    @GET
    @Path("/{id}")
    @Operation(summary = "Read one of the caller's channels")
    @APIResponse(responseCode = "200", description = "The channel")
    @APIResponse(responseCode = "401", description = "X-Agent-Id is missing, or not the caller's")
    @APIResponse(responseCode = "403", description = "The caller is no party of it")
    @APIResponse(responseCode = "404", description = "No such channel")
    public Uni<ObjectNode> one(@Context HttpServerRequest request, @RestPath String id) {
        return door.ask(
                        request,
                        Audience.AGENT,
                        () -> new ChannelCommand.ReadChannel(Ids.checked(id, "channel_id")),
                        ChannelState.class)
                .map(state -> ChannelJson.of(state.channel()));
    }

    /** What was said there. */
    @GET
    @Path("/{id}/messages")
    @Operation(
            summary = "Read a channel's messages",
            description = "The newest, oldest first. A page is at most 1 MiB; has_more says that older ones exist.")
    @APIResponse(responseCode = "200", description = "The messages; none for who is no party")
    @APIResponse(responseCode = "401", description = "X-Agent-Id is missing, or not the caller's")
    @APIResponse(responseCode = "503", description = "History does not answer")
    public Uni<ObjectNode> messages(
            @Context HttpServerRequest request,
            @RestPath String id,
            @RestQuery @Parameter(description = "At most so many, 1 to 500; 50 by default.") String limit,
            @RestQuery @Parameter(description = "Only what is older than this message_id or ISO-8601 time.")
                    String before) {
        return door.ask(request, Audience.AGENT, () -> history(id, limit, before), HistoryRead.class)
                .map(ChannelJson::page);
    }

    private static Command history(String id, String limit, String before) {
        return new Command.ReadHistory(
                Ids.checked(id, "channel_id"),
                null,
                before == null || before.isEmpty() ? null : Ids.checked(before, "before"),
                Limits.clamp(limit, STANDARD_LIMIT, MAX_LIMIT));
    }
}
