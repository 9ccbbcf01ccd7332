package io.clawhub.gateway.core.messages;

import java.util.List;
import java.util.stream.Stream;

import io.clawhub.events.ConversationKind;
import io.clawhub.events.Member;
import io.clawhub.gateway.core.Command.SendMessage;
import io.clawhub.gateway.core.conversations.Conversation;

/**
 * Where a message goes.
 *
 * @param conversation the conversation
 * @param audience who may see it, the sender first; empty: every member of a large group
 */
record Route(Conversation conversation, List<String> audience) {

    /** Between two, or of one with themselves. */
    static Route between(Conversation conversation, String senderId, String otherId) {
        if (otherId == null || otherId.equals(senderId)) {
            return new Route(conversation, List.of(senderId));
        }
        return new Route(conversation, List.of(senderId, otherId));
    }

    /** To every member. */
    static Route toAll(Conversation conversation, String senderId) {
        if (conversation.isLarge()) {
            return new Route(conversation, List.of());
        }
        Stream<String> others =
                conversation.members().stream().map(Member::participantId).filter(id -> !id.equals(senderId));
        return new Route(
                conversation, Stream.concat(Stream.of(senderId), others).toList());
    }

    /** The service that the message counts for: the conversation's, and in a direct one whatever the sender names. */
    String serviceId(SendMessage command) {
        return conversation.kind() == ConversationKind.DIRECT ? command.serviceId() : conversation.serviceId();
    }
}
