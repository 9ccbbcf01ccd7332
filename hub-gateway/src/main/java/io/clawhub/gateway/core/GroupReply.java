package io.clawhub.gateway.core;

import java.time.Instant;
import java.util.List;

import io.clawhub.events.Member;
import io.clawhub.gateway.core.conversations.Conversation;

/** Answers to {@link GroupCommand}s. */
public sealed interface GroupReply extends Reply {

    /** A conversation as it stands after the command. */
    record ConversationRead(Conversation conversation) implements GroupReply {}

    /**
     * What a conversation says of itself.
     *
     * @param avatar where its picture is, or null
     * @param description what it is for, or null
     * @param createdBy who opened a group, or null; whoever owns it now has the role
     * @param openedAt when it was opened
     * @param memberCount how many members it has
     */
    record Profile(String avatar, String description, String createdBy, Instant openedAt, int memberCount) {}

    /**
     * A conversation with what it says of itself.
     *
     * @param conversation the conversation; in a list without the members of a large group
     */
    record ConversationDescribed(Conversation conversation, Profile profile) implements GroupReply {

        /** Whether the members are left out. */
        public boolean isCut() {
            return conversation.members().size() < profile.memberCount();
        }
    }

    /**
     * A part of a conversation's members.
     *
     * @param conversation the conversation with all of them
     * @param members the part, in the order in which they joined
     * @param hasMore whether others joined later
     */
    record MembersListed(Conversation conversation, List<Member> members, boolean hasMore) implements GroupReply {
        public MembersListed {
            members = List.copyOf(members);
        }
    }

    /** Conversations, the newest first. */
    record ConversationsListed(List<ConversationDescribed> described) implements GroupReply {
        public ConversationsListed {
            described = List.copyOf(described);
        }

        /** The same without what they say of themselves. */
        public List<Conversation> conversations() {
            return described.stream().map(ConversationDescribed::conversation).toList();
        }
    }
}
