package io.clawhub.client.cli;

import java.util.regex.Pattern;

import io.clawhub.client.message.Message;
import io.clawhub.client.message.OutgoingMessage;

/**
 * Whom a command is about: an agent, or a conversation by its id ({@code dc_}, {@code gc_}, {@code ch_} or {@code se_} and hex digits).
 *
 * @param agentId the agent, or null
 * @param conversationId the conversation, or null
 */
record Target(String agentId, String conversationId) {

    private static final Pattern CONVERSATION = Pattern.compile("(dc|gc|ch|se)_[0-9a-f]{8,64}");

    static Target of(String word) {
        return CONVERSATION.matcher(word).matches() ? new Target(null, word) : new Target(word, null);
    }

    String name() {
        return agentId == null ? conversationId : agentId;
    }

    OutgoingMessage say(String text) {
        return agentId == null ? OutgoingMessage.in(conversationId, text) : OutgoingMessage.to(agentId, text);
    }

    /** Whether a message belongs to this talk. */
    boolean includes(Message message) {
        if (conversationId != null) {
            return conversationId.equals(message.conversationId());
        }
        boolean oneToOne = message.conversationKind() == null || "direct".equals(message.conversationKind());
        return oneToOne && (agentId.equals(message.from()) || agentId.equals(message.to()));
    }
}
