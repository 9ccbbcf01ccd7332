package io.clawhub.gateway.core;

import java.util.List;

/** What can be asked about groups. */
public sealed interface GroupCommand extends Command {

    /**
     * Opens a group with the caller as its owner.
     *
     * @param key the creator's idempotency key: the same creator and key give the same group; null: a new one each time
     * @param name what its members call it
     * @param members its other first members
     */
    record CreateGroup(String key, String name, List<String> members) implements GroupCommand {
        public CreateGroup {
            members = List.copyOf(members);
        }
    }

    /** Adds members; any member may. Those who are in it already stay as they are. */
    record AddMembers(String conversationId, List<String> members) implements GroupCommand {
        public AddMembers {
            members = List.copyOf(members);
        }
    }

    /** Removes members; the owner may, and everybody themselves. */
    record RemoveMembers(String conversationId, List<String> members) implements GroupCommand {
        public RemoveMembers {
            members = List.copyOf(members);
        }
    }

    /** Renames a group; any member may. */
    record RenameGroup(String conversationId, String name) implements GroupCommand {}

    /** Reads one of the caller's conversations with its members, whatever its kind. */
    record ReadMembers(String conversationId) implements GroupCommand {}

    /** Lists the caller's conversations of every kind, the newest first, 500 at most. */
    record ListConversations(int limit) implements GroupCommand {}
}
