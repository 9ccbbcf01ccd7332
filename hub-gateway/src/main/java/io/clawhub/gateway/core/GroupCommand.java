package io.clawhub.gateway.core;

import java.util.List;

/** What can be asked about groups, and about the conversations of a participant. */
public sealed interface GroupCommand extends Command {

    /** Who may do what in a group. The adapter says which rules its protocol has, and for whom. */
    enum Rules {
        /** Any member adds and edits, the owner removes, and everybody leaves; the next in line owns the group then. */
        MEMBERS,
        /** The owner alone adds, removes and edits; members leave, the owner does not. */
        OWNER,
        /** As {@link #OWNER}, but the caller adds and removes as well, without being a member. */
        ADMINISTRATOR
    }

    /**
     * Opens a group with the caller as its owner.
     *
     * @param key the creator's idempotency key: the same creator and key give the same group; null: a new one each time
     * @param name what its members call it
     * @param members its other first members, as many as a group has that is not large
     * @param avatar where its picture is, or null
     * @param description what it is for, or null
     */
    record CreateGroup(String key, String name, List<String> members, String avatar, String description)
            implements GroupCommand {
        public CreateGroup {
            members = List.copyOf(members);
        }

        /** With a name only. */
        public CreateGroup(String key, String name, List<String> members) {
            this(key, name, members, null, null);
        }
    }

    /** Adds members, 256 at a time. Those who are in it already stay as they are. */
    record AddMembers(String conversationId, List<String> members, Rules rules) implements GroupCommand {
        public AddMembers {
            members = List.copyOf(members);
        }

        /** By {@link Rules#MEMBERS}. */
        public AddMembers(String conversationId, List<String> members) {
            this(conversationId, members, Rules.MEMBERS);
        }
    }

    /** Removes members, 256 at a time; those who are none are passed over. */
    record RemoveMembers(String conversationId, List<String> members, Rules rules) implements GroupCommand {
        public RemoveMembers {
            members = List.copyOf(members);
        }

        /** By {@link Rules#MEMBERS}. */
        public RemoveMembers(String conversationId, List<String> members) {
            this(conversationId, members, Rules.MEMBERS);
        }
    }

    /** Renames a group; any member may. */
    record RenameGroup(String conversationId, String name) implements GroupCommand {}

    /**
     * Changes what a group says of itself; null leaves a thing as it is.
     *
     * @param avatar where its picture is; empty: none
     * @param description what it is for, 200 characters at most; empty: nothing
     */
    record EditGroup(String conversationId, String name, String avatar, String description, Rules rules)
            implements GroupCommand {}

    /** Ends a group for everybody; the owner may. What was said in it stays readable for its members. */
    record DissolveGroup(String conversationId) implements GroupCommand {}

    /** Reads one of the caller's conversations with all its members, whatever its kind. */
    record ReadMembers(String conversationId) implements GroupCommand {}

    /**
     * Reads a part of the members of one of the caller's conversations, in the order in which they joined.
     *
     * @param from how many of them to pass over; who joins and leaves meanwhile shifts the others
     * @param limit members wanted, 1 to 1000
     */
    record ListMembers(String conversationId, int from, int limit) implements GroupCommand {}

    /**
     * Reads one of the caller's conversations with what it says of itself.
     *
     * @param rules an {@link Rules#ADMINISTRATOR} reads those of others, too
     */
    record DescribeConversation(String conversationId, Rules rules) implements GroupCommand {}

    /**
     * Lists the caller's conversations that they have not cleared away, the newest first.
     *
     * @param limit at most so many; 500 at most, and of one kind 1000
     * @param which of them; of every kind they end where their members become too many for a frame
     */
    record ListConversations(int limit, Which which) implements GroupCommand {

        /** Of every kind, ended ones included. */
        public ListConversations(int limit) {
            this(limit, Which.ALL);
        }

        /** Which conversations. */
        public enum Which {
            /** All. */
            ALL,
            /** Groups that are not over. */
            GROUPS,
            /** Those of two that are not over. */
            PAIRS
        }
    }

    /** Opens the direct conversation with somebody, who may be the caller, unless it exists; shows it to the caller again. */
    record OpenDirect(String withParticipantId) implements GroupCommand {}

    /**
     * Clears a direct conversation away for the caller: what was said in it up to now is hidden from them, and it is not
     * listed until something more is said. The other one keeps it.
     */
    record ClearDirect(String conversationId) implements GroupCommand {}
}
