package io.clawhub.client;

import java.util.List;
import java.util.Map;

/**
 * A group.
 *
 * @param conversationId its conversation
 * @param name its name
 * @param members the agent ids in it, this agent's included
 */
public record Group(String conversationId, String name, List<String> members) {

    static Group of(Map<String, Object> body) {
        return new Group(
                (String) body.get("conversation_id"), (String) body.get("name"), Fields.ids(body.get("members")));
    }
}
