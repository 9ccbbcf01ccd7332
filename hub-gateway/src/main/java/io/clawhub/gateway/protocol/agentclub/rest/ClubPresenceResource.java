package io.clawhub.gateway.protocol.agentclub.rest;

import java.util.Arrays;
import java.util.List;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestQuery;

/** Who is there, for people. */
@Path("/agentclub/api/presence")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "agent club")
public class ClubPresenceResource {

    private static final int MAX_ASKED = 500;

    private final ClubDoor door;
    private final Chats chats;
    private final People people;

    ClubPresenceResource(ClubDoor door, Chats chats, People people) {
        this.door = door;
        this.chats = chats;
        this.people = people;
    }

    /** These, or those with whom the caller has direct chats. */
    @GET
    @Operation(summary = "Ask who is there", description = "user_ids=a,b,c; one's direct chats' when absent.")
    public Uni<ArrayNode> read(@Context HttpServerRequest request, @RestQuery("user_ids") String userIds) {
        return door.human(request, visit -> (userIds == null || userIds.isBlank()
                        ? chats.peers(visit)
                        : Uni.createFrom().item(ids(userIds)))
                .chain(people::of)
                .map(found -> {
                    ArrayNode answer = JsonNodeFactory.instance.arrayNode();
                    found.stream()
                            .filter(person -> person.account() != null || person.lastActiveAt() != null)
                            .forEach(person -> answer.add(person.presenceJson()));
                    return answer;
                }));
    }

    private static List<String> ids(String list) {
        return Arrays.stream(list.split(","))
                .map(String::strip)
                .filter(id -> !id.isEmpty())
                .distinct()
                .limit(MAX_ASKED)
                .toList();
    }
}
