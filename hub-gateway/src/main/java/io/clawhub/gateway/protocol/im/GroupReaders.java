package io.clawhub.gateway.protocol.im;

import java.util.List;
import java.util.Map;
import java.util.function.Function;

import io.clawhub.gateway.core.Command;
import io.clawhub.gateway.core.GroupCommand;
import io.clawhub.gateway.json.JsonFields;

/** Reads questions about groups and conversations. */
final class GroupReaders {

    /** More members than any group has: who names more is told so by the core. */
    private static final int MAX_NAMED = 300;

    private static final int MAX_MEMBERS = 10_000;
    private static final int MAX_PAGE = 1_000;
    private static final int STANDARD_CONVERSATIONS = 100;
    private static final int MAX_CONVERSATIONS = 500;

    private GroupReaders() {}

    static void addTo(Map<String, Function<JsonFields, ImFrame>> readers) {
        readers.put(
                "group_create",
                fields -> AskFrame.of(new GroupCommand.CreateGroup(
                        fields.id("key"), fields.requiredText("name"), fields.words("members", MAX_NAMED))));
        readers.put(
                "group_add",
                fields -> AskFrame.of(new GroupCommand.AddMembers(conversation(fields), someMembers(fields))));
        readers.put(
                "group_remove",
                fields -> AskFrame.of(new GroupCommand.RemoveMembers(conversation(fields), someMembers(fields))));
        readers.put("group_leave", fields -> {
            String conversationId = conversation(fields);
            return new AskFrame(self -> new GroupCommand.RemoveMembers(conversationId, List.of(self)));
        });
        readers.put(
                "group_rename",
                fields -> AskFrame.of(new GroupCommand.RenameGroup(conversation(fields), fields.requiredText("name"))));
        readers.put(
                "members",
                fields -> AskFrame.of(new GroupCommand.ListMembers(
                        conversation(fields),
                        Numbers.or(fields, "from", 0, 0, MAX_MEMBERS),
                        Numbers.or(fields, "limit", MAX_PAGE, 1, MAX_PAGE))));
        readers.put("conversations", fields -> AskFrame.of(conversations(fields)));
    }

    static Command conversations(JsonFields fields) {
        return new GroupCommand.ListConversations(
                Numbers.or(fields, "limit", STANDARD_CONVERSATIONS, 1, MAX_CONVERSATIONS));
    }

    private static String conversation(JsonFields fields) {
        return fields.requiredId("conversation_id");
    }

    private static List<String> someMembers(JsonFields fields) {
        List<String> members = fields.words("members", MAX_NAMED);
        if (members.isEmpty()) {
            throw JsonFields.missing("members");
        }
        return members;
    }
}
