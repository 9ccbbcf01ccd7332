package io.clawhub.gateway.protocol.im;

import java.util.List;
import java.util.Map;
import java.util.function.Function;

import io.clawhub.gateway.core.Command;
import io.clawhub.gateway.core.HubError;
import io.clawhub.gateway.core.HubException;
import io.clawhub.gateway.core.Ids;
import io.clawhub.gateway.core.PresenceCommand;
import io.clawhub.gateway.json.JsonFields;

/** Reads questions about history and presence. */
final class LookupReaders {

    private static final int STANDARD_MESSAGES = 50;
    private static final int MAX_MESSAGES = 500;
    private static final int MAX_AGENTS = 100;

    private LookupReaders() {}

    static void addTo(Map<String, Function<JsonFields, ImFrame>> readers) {
        readers.put("history", LookupReaders::history);
        readers.put("presence", fields -> AskFrame.of(new PresenceCommand.ReadPresence(agents(fields))));
        readers.put("presence_watch", fields -> AskFrame.of(new PresenceCommand.WatchPresence(agents(fields))));
        readers.put("presence_unwatch", fields -> AskFrame.of(new PresenceCommand.UnwatchPresence(agents(fields))));
    }

    private static ImFrame history(JsonFields fields) {
        String conversationId = fields.id("conversation_id");
        String with = fields.id("with");
        if (conversationId == null && with == null) {
            throw new HubException(HubError.MISSING_FIELDS, "conversation_id or with is missing");
        }
        String before = fields.id("before");
        int limit = Numbers.or(fields, "limit", STANDARD_MESSAGES, 1, MAX_MESSAGES);
        return new AskFrame(self -> new Command.ReadHistory(
                conversationId != null ? conversationId : Ids.directConversationId(self, with), null, before, limit));
    }

    private static List<String> agents(JsonFields fields) {
        List<String> agents = fields.words("agent_ids", MAX_AGENTS);
        if (agents.isEmpty()) {
            throw JsonFields.missing("agent_ids");
        }
        agents.forEach(id -> Ids.checked(id, "agent_ids"));
        return agents;
    }
}
