package io.clawhub.gateway.protocol.claw;

import com.fasterxml.jackson.databind.JsonNode;

/** Talking, in the words of all dialects: {@code chat_message} and {@code chat} mean the same, and so on. */
sealed interface ChatFrame extends ClawFrame {

    /** Says something. */
    record Say(
            String messageId,
            String senderId,
            String target,
            String serviceId,
            String channelId,
            JsonNode content,
            boolean ack)
            implements ChatFrame {
        @Override
        public String claim() {
            return senderId;
        }
    }

    /**
     * A piece of a message that is shown while it grows.
     *
     * @param messageId the message, and its run
     * @param seq 1, 2, 3 … within the message
     * @param delta what is added
     * @param text the whole so far instead, or null
     * @param done whether the message is complete with this
     */
    record Stream(
            String messageId,
            String senderId,
            String target,
            String serviceId,
            String channelId,
            long seq,
            String delta,
            String text,
            boolean done,
            boolean ack)
            implements ChatFrame {
        @Override
        public String claim() {
            return senderId;
        }
    }

    /** Asks a provider for a session. */
    record Request(String consumerId, String serviceId, String providerId, String message) implements ChatFrame {
        @Override
        public String claim() {
            return consumerId;
        }
    }

    /** Accepts a request, the oldest of this consumer unless a channel is named. */
    record Accept(String providerId, String consumerId, String channelId, String message) implements ChatFrame {
        @Override
        public String claim() {
            return providerId;
        }
    }

    /** Rejects a request, the oldest of this consumer unless a channel is named. */
    record Reject(String providerId, String consumerId, String channelId, String reason) implements ChatFrame {
        @Override
        public String claim() {
            return providerId;
        }
    }

    /** Ends a session. */
    record End(String agentId, String channelId, String reason) implements ChatFrame {
        @Override
        public String claim() {
            return agentId;
        }
    }

    /** Asks for the newest messages. */
    record History(String agentId, String channelId, String serviceId, String before, int limit) implements ChatFrame {
        @Override
        public String claim() {
            return agentId;
        }
    }
}
