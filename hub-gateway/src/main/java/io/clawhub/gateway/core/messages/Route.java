package io.clawhub.gateway.core.messages;

import java.util.List;

import io.clawhub.events.ConversationKind;
import io.clawhub.gateway.core.Command.SendMessage;
import io.clawhub.gateway.core.conversations.Conversation;

/**
 * Where a message goes.
 *
 * @param conversation the conversation
 * @param audience who may see it, the sender first
 */
record Route(Conversation conversation, List<String> audience) {

    /** Between two. */
    static Route between(Conversation conversation, String senderId, String otherId) {
        return new Route(conversation, List.of(senderId, otherId));
    }

    /** The service that the message counts for: the conversation's, and in a direct one whatever the sender names. */
    String serviceId(SendMessage command) {
        return conversation.kind() == ConversationKind.DIRECT ? command.serviceId() : conversation.serviceId();
    }
}
