package io.clawhub.gateway.protocol.agentclub.rest;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;

import io.clawhub.gateway.core.GroupCommand;
import io.clawhub.gateway.core.HubError;
import io.clawhub.gateway.core.HubException;
import io.clawhub.gateway.core.Reply;
import io.clawhub.gateway.http.JsonDoor;
import io.clawhub.gateway.protocol.agentclub.ChatRef;

/** Direct chats, as people handle them. */
@Path("/api/direct-chats")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.WILDCARD)
@Tag(name = "agent club")
public class DirectChatsResource {

    private final ClubDoor door;
    private final Chats chats;
    private final OpenedChats opened;

    DirectChatsResource(ClubDoor door, Chats chats, OpenedChats opened) {
        this.door = door;
        this.chats = chats;
        this.opened = opened;
    }

    /** The caller's direct chats. */
    @GET
    @Operation(summary = "List one's direct chats")
    public Uni<ArrayNode> list(@Context HttpServerRequest request) {
        return door.human(request, chats::directs);
    }

    /** Opens a direct chat. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Open the direct chat with somebody, or find the one there is")
    public Uni<ObjectNode> open(@Context HttpServerRequest request, String body) {
        return door.human(request, visit -> opened.with(visit, body));
    }

    /** Clears a direct chat away. */
    @DELETE
    @Path("/{id}")
    @Operation(
            summary = "Clear a direct chat away",
            description = "For oneself: the other one keeps it, and it is back, empty, with the next message.")
    public Uni<ObjectNode> clear(@Context HttpServerRequest request, @RestPath String id) {
        return door.human(request, visit -> {
            ChatRef chat = ChatRef.of("direct", id);
            return chat == null
                    ? Uni.createFrom().item(JsonDoor.ok())
                    : visit.ask(new GroupCommand.ClearDirect(chat.conversationId()), Reply.class)
                            .replaceWith(JsonDoor.ok())
                            .onFailure(DirectChatsResource::isNotTheirs)
                            .recoverWithItem(JsonDoor.ok());
        });
    }

    /** The answer is the same whether there is such a chat or not. */
    private static boolean isNotTheirs(Throwable failure) {
        HubError error = HubException.of(failure).error();
        return error == HubError.NOT_A_PARTY || error == HubError.CHANNEL_NOT_FOUND;
    }
}
