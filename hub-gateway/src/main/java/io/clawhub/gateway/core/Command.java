package io.clawhub.gateway.core;

import com.fasterxml.jackson.databind.JsonNode;

import io.clawhub.events.MessageDetails;

/** Everything a client can ask. Adapters make these; {@link CommandDispatcher} decides. Absent values are null. */
public sealed interface Command
        permits Command.SendMessage,
                Command.ReadHistory,
                MessageCommand,
                ChannelCommand,
                ServiceCommand,
                CallCommand,
                UserCommand,
                GroupCommand,
                CursorCommand,
                StreamCommand,
                PresenceCommand {

    /**
     * Says something. Exactly how the conversation is found is the business of
     * {@link io.clawhub.gateway.core.messages.MessageRouter}.
     *
     * @param clientMsgId the sender's idempotency key
     * @param targetId whom it is for
     * @param serviceId the service it is addressed through
     * @param conversationId the conversation to say it in
     * @param content any JSON value
     * @param details what goes with it, or null
     * @param held nobody waits for the answer: rather hold it than refuse it while a backend is down
     */
    record SendMessage(
            String clientMsgId,
            String targetId,
            String serviceId,
            String conversationId,
            JsonNode content,
            MessageDetails details,
            boolean held)
            implements Command {

        /** A plain message. */
        public SendMessage(
                String clientMsgId,
                String targetId,
                String serviceId,
                String conversationId,
                JsonNode content,
                boolean held) {
            this(clientMsgId, targetId, serviceId, conversationId, content, null, held);
        }
    }

    /**
     * Reads the newest messages, of one conversation, of a service, or of all the caller's conversations.
     *
     * @param conversationId the conversation; goes before the service. A service's lobby means the whole service
     * @param serviceId the service: everything the caller may see that was said through it
     * @param before only what is older than this message id (the hub's or the sender's own) or ISO-8601 time
     * @param limit messages wanted, 1 to 500
     */
    record ReadHistory(String conversationId, String serviceId, String before, int limit) implements Command {}
}
