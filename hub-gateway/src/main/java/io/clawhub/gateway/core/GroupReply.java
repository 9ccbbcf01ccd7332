package io.clawhub.gateway.core;

import java.util.List;

import io.clawhub.gateway.core.conversations.Conversation;

/** Answers to {@link GroupCommand}s. */
public sealed interface GroupReply extends Reply {

    /** A conversation as it stands after the command. */
    record ConversationRead(Conversation conversation) implements GroupReply {}

    /** Conversations, the newest first. */
    record ConversationsListed(List<Conversation> conversations) implements GroupReply {
        public ConversationsListed {
            conversations = List.copyOf(conversations);
        }
    }
}
