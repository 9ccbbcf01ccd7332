package io.clawhub.gateway.protocol.agentclub.rest;

import java.util.List;

import com.fasterxml.jackson.databind.node.ArrayNode;
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
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;

import io.clawhub.events.ConversationKind;
import io.clawhub.gateway.core.GroupCommand;
import io.clawhub.gateway.core.GroupCommand.Rules;
import io.clawhub.gateway.core.GroupReply.ConversationDescribed;
import io.clawhub.gateway.core.GroupReply.ConversationRead;
import io.clawhub.gateway.core.HubError;
import io.clawhub.gateway.core.HubException;
import io.clawhub.gateway.core.conversations.Conversation;
import io.clawhub.gateway.http.JsonDoor;
import io.clawhub.gateway.json.JsonFields;
import io.clawhub.gateway.json.JsonText;

/** Groups, as people handle them. Whether a group exists is told to its members and to administrators only. */
@Path("/api/groups")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.WILDCARD)
@Tag(name = "agent club")
public class GroupsResource {

    private final ClubDoor door;
    private final Chats chats;
    private final People people;

    GroupsResource(ClubDoor door, Chats chats, People people) {
        this.door = door;
        this.chats = chats;
        this.people = people;
    }

    /** Opens a group. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Open a group with oneself as its creator")
    public Uni<Response> create(@Context HttpServerRequest request, String body) {
        return door.human(request, visit -> {
                    JsonFields fields = new JsonFields(JsonText.parse(body));
                    return visit.ask(
                                    new GroupCommand.CreateGroup(
                                            null,
                                            fields.text("name") == null
                                                    ? null
                                                    : fields.text("name").strip(),
                                            List.of(),
                                            fields.text("avatar"),
                                            fields.text("description")),
                                    ConversationRead.class)
                            .chain(opened -> card(visit, opened.conversation().id()));
                })
                .map(json ->
                        Response.status(Response.Status.CREATED).entity(json).build());
    }

    /** The caller's groups. */
    @GET
    @Operation(summary = "List the groups one is in")
    public Uni<ArrayNode> list(@Context HttpServerRequest request) {
        return door.human(request, chats::groups);
    }

    /** A group. */
    @GET
    @Path("/{id}")
    @Operation(summary = "Read a group's card")
    public Uni<ObjectNode> read(@Context HttpServerRequest request, @RestPath String id) {
        return door.human(request, visit -> card(visit, id));
    }

    /** Edits a group. */
    @PUT
    @Path("/{id}")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Edit a group; its creator may")
    public Uni<ObjectNode> edit(@Context HttpServerRequest request, @RestPath String id, String body) {
        return door.human(request, visit -> {
            JsonFields fields = new JsonFields(JsonText.parse(body));
            String name = fields.text("name");
            return described(visit, id)
                    .chain(group -> visit.ask(
                            new GroupCommand.EditGroup(
                                    id,
                                    name == null || name.isBlank() ? null : name.strip(),
                                    fields.text("avatar"),
                                    fields.text("description"),
                                    Rules.OWNER),
                            ConversationDescribed.class))
                    .chain(edited -> card(visit, id));
        });
    }

    /** Dissolves a group. */
    @DELETE
    @Path("/{id}")
    @Operation(summary = "Dissolve a group; its creator may")
    public Uni<ObjectNode> dissolve(@Context HttpServerRequest request, @RestPath String id) {
        return door.human(request, visit -> described(visit, id)
                .chain(group -> visit.ask(new GroupCommand.DissolveGroup(id), ConversationRead.class))
                .replaceWith(JsonDoor.ok()));
    }

    /** A group's members. */
    @GET
    @Path("/{id}/members")
    @Operation(summary = "List a group's members; members may")
    public Uni<ArrayNode> members(@Context HttpServerRequest request, @RestPath String id) {
        return door.human(request, visit -> chats.members(visit, id));
    }

    /** Adds a member. */
    @POST
    @Path("/{id}/members")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Add a member; the creator and administrators may")
    public Uni<ObjectNode> add(@Context HttpServerRequest request, @RestPath String id, String body) {
        return door.human(request, visit -> {
            String userId = new JsonFields(JsonText.parse(body)).text("user_id");
            return described(visit, id)
                    .invoke(group -> requireManager(visit, group))
                    .chain(group -> people.existing(userId))
                    .chain(user -> visit.ask(
                            new GroupCommand.AddMembers(id, List.of(user), rules(visit)), ConversationRead.class))
                    .replaceWith(JsonDoor.ok());
        });
    }

    /** Removes a member. */
    @DELETE
    @Path("/{id}/members/{userId}")
    @Operation(summary = "Remove a member; the creator and administrators may")
    public Uni<ObjectNode> remove(@Context HttpServerRequest request, @RestPath String id, @RestPath String userId) {
        return door.human(request, visit -> described(visit, id)
                .invoke(group -> {
                    requireManager(visit, group);
                    refuseOwner(group, userId, "the creator cannot be removed");
                })
                .chain(group -> visit.ask(
                        new GroupCommand.RemoveMembers(id, List.of(userId), rules(visit)), ConversationRead.class))
                .replaceWith(JsonDoor.ok()));
    }

    /** Leaves a group. */
    @POST
    @Path("/{id}/leave")
    @Operation(summary = "Leave a group; everybody but its creator may")
    public Uni<ObjectNode> leave(@Context HttpServerRequest request, @RestPath String id) {
        return door.human(request, visit -> described(visit, id)
                .invoke(group -> refuseOwner(group, visit.id(), "the creator cannot leave, only dissolve the group"))
                .chain(group -> visit.ask(
                        new GroupCommand.RemoveMembers(id, List.of(visit.id()), Rules.OWNER), ConversationRead.class))
                .replaceWith(JsonDoor.ok()));
    }

    private Uni<ObjectNode> card(ClubDoor.Visit visit, String id) {
        return described(visit, id)
                .chain(group -> group.profile().createdBy() == null
                        ? Uni.createFrom().item(ChatJson.group(group, null))
                        : people.of(List.of(group.profile().createdBy()))
                                .map(creator -> ChatJson.group(group, creator.getFirst())));
    }

    /** A group that is over is none here. */
    private Uni<ConversationDescribed> described(ClubDoor.Visit visit, String id) {
        return visit.ask(new GroupCommand.DescribeConversation(id, rules(visit)), ConversationDescribed.class)
                .onFailure(failure -> HubException.of(failure).error() == HubError.NOT_A_PARTY)
                .transform(failure -> noSuch())
                .invoke(found -> {
                    if (found.conversation().kind() != ConversationKind.GROUP
                            || found.conversation().status().isOver()) {
                        throw door.counted(noSuch());
                    }
                });
    }

    private static Rules rules(ClubDoor.Visit visit) {
        return visit.account().isAdministrator() ? Rules.ADMINISTRATOR : Rules.OWNER;
    }

    private void requireManager(ClubDoor.Visit visit, ConversationDescribed group) {
        if (!visit.account().isAdministrator()
                && !visit.id().equals(group.conversation().inRole(Conversation.OWNER))) {
            throw door.counted(new HubException(HubError.ACCESS_DENIED, "only the creator and administrators may"));
        }
    }

    private void refuseOwner(ConversationDescribed group, String participantId, String message) {
        if (participantId.equals(group.conversation().inRole(Conversation.OWNER))) {
            throw door.counted(new HubException(HubError.INVALID_ID, message));
        }
    }

    private static HubException noSuch() {
        return new HubException(HubError.CHANNEL_NOT_FOUND, "no such group");
    }
}
