package io.clawhub.gateway.protocol.agentclub.rest;

import java.util.List;

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
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;

import io.clawhub.events.archive.HistoryPage;
import io.clawhub.events.archive.LoggedMessage;
import io.clawhub.gateway.core.CursorCommand;
import io.clawhub.gateway.core.Reply;
import io.clawhub.gateway.core.history.ParticipantHistory;
import io.clawhub.gateway.protocol.agentclub.ChatRef;
import io.clawhub.gateway.protocol.agentclub.MessageJson;

/** What was said, what of it is unread, and who is there: for people. */
@Path("/api")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "agent club")
public class MessagesResource {

    private final ClubDoor door;
    private final ChatHistory pages;
    private final ParticipantHistory history;
    private final People people;
    private final MessageJson json;

    MessagesResource(ClubDoor door, ChatHistory pages, ParticipantHistory history, People people, MessageJson json) {
        this.door = door;
        this.pages = pages;
        this.history = history;
        this.people = people;
        this.json = json;
    }

    /** A page of a chat. Who sees its newest messages has read them; who looks back has not. */
    @GET
    @Path("/messages/{type}/{id}")
    @Operation(summary = "Read a chat's messages; members may")
    public Uni<ArrayNode> messages(
            @Context HttpServerRequest request,
            @RestPath String type,
            @RestPath String id,
            @RestQuery String before,
            @RestQuery String limit) {
        return door.human(request, visit -> pages.page(visit, type, id, before, limit)
                .call(page -> page.isNewest() && page.lastSeq() > 0
                        ? visit.ask(new CursorCommand.MarkRead(page.conversationId(), page.lastSeq()), Reply.class)
                        : Uni.createFrom().voidItem())
                .map(ChatHistory.Page::rows));
    }

    /** How many messages are unread. */
    @GET
    @Path("/unread-counts")
    @Operation(summary = "Count the unread messages of each chat", description = "1000 stands for so many or more.")
    public Uni<ObjectNode> unread(@Context HttpServerRequest request) {
        return door.human(request, visit -> history.unread(visit.id()).map(counts -> {
            ObjectNode answer = JsonNodeFactory.instance.objectNode();
            counts.forEach((conversationId, count) ->
                    answer.put(ChatRef.of(conversationId).key(), count));
            return answer;
        }));
    }

    /** The last message of each chat. */
    @GET
    @Path("/last-messages")
    @Operation(summary = "Read the last message of each chat")
    public Uni<ObjectNode> latest(@Context HttpServerRequest request) {
        return door.human(request, visit -> history.latest(visit.id())
                .map(HistoryPage::messages)
                .chain(messages -> people.accounts(messages.stream()
                                .map(logged -> logged.message().senderId())
                                .toList())
                        .map(known -> latest(messages))));
    }

    private ObjectNode latest(List<LoggedMessage> messages) {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        for (LoggedMessage logged : messages) {
            ObjectNode message = json.event(logged);
            answer.set(
                    ChatRef.of(logged.message().conversationId()).key(),
                    message.retain("content", "content_type", "created_at", "sender_name"));
        }
        return answer;
    }
}
