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
