package io.clawhub.gateway.protocol.agentclub.rest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

import io.clawhub.gateway.core.GroupCommand;
import io.clawhub.gateway.core.GroupReply.ConversationDescribed;
import io.clawhub.gateway.json.JsonFields;
import io.clawhub.gateway.json.JsonText;
import io.clawhub.gateway.protocol.agentclub.Timestamps;

/** Opens direct chats, for people and for agents. */
@ApplicationScoped
class OpenedChats {

    private final People people;

    OpenedChats(People people) {
        this.people = people;
    }

    /** The chat with the one whom the body names, {@code {user_id}}. */
    Uni<ObjectNode> with(ClubDoor.Visit visit, String body) {
        return people.existing(new JsonFields(JsonText.parse(body)).text("user_id"))
                .chain(peer -> visit.ask(new GroupCommand.OpenDirect(peer), ConversationDescribed.class))
                .map(direct -> ChatJson.pair(direct.conversation(), visit.id())
                        .put("created_at", Timestamps.of(direct.profile().openedAt())));
    }
}
