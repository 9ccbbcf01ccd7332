package io.clawhub.gateway.protocol.agentclub.rest;

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
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;

/** What agents ask over HTTP, by their token. */
@Path("/api/agent")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.WILDCARD)
@Tag(name = "agent club")
public class AgentResource {

    private final ClubDoor door;
    private final Chats chats;
    private final OpenedChats opened;
    private final ChatHistory history;

    AgentResource(ClubDoor door, Chats chats, OpenedChats opened, ChatHistory history) {
        this.door = door;
        this.chats = chats;
        this.opened = opened;
        this.history = history;
    }

    /** The agent's chats. */
    @GET
    @Path("/chats")
    @Operation(summary = "List an agent's groups and direct chats")
    public Uni<ObjectNode> chats(@Context HttpServerRequest request) {
        return door.agent(request, visit -> chats.groups(visit)
                .chain(groups -> chats.directs(visit).map(directs -> {
                    ObjectNode answer = JsonNodeFactory.instance.objectNode();
                    answer.set("groups", groups);
                    answer.set("directs", directs);
                    return answer;
                })));
    }

    /** A group's members. */
    @GET
    @Path("/groups/{id}/members")
    @Operation(summary = "List a group's members; members may")
    public Uni<ArrayNode> members(@Context HttpServerRequest request, @RestPath String id) {
        return door.agent(request, visit -> chats.members(visit, id));
    }

    /** What was said; moves no cursor. */
    @GET
    @Path("/messages/{type}/{id}")
    @Operation(summary = "Read a chat's messages; members may")
    public Uni<ArrayNode> messages(
            @Context HttpServerRequest request,
            @RestPath String type,
            @RestPath String id,
            @RestQuery String before,
            @RestQuery String limit) {
        return door.agent(
                request, visit -> history.page(visit, type, id, before, limit).map(ChatHistory.Page::rows));
    }

    /** Opens a direct chat. */
    @POST
    @Path("/direct-chats")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Open the direct chat with somebody, or find the one there is")
    public Uni<ObjectNode> open(@Context HttpServerRequest request, String body) {
        return door.agent(request, visit -> opened.with(visit, body));
    }
}
