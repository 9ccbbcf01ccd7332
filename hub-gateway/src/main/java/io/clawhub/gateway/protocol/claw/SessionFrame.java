package io.clawhub.gateway.protocol.claw;

import java.util.Set;

/** Who a client is and whether it lives. */
sealed interface SessionFrame extends ClawFrame {

    /** Names the agent (dialect A0) and what the client can take. */
    record Connect(String clientType, String agentId, Set<String> capabilities) implements SessionFrame {
        @Override
        public String claim() {
            return agentId;
        }
    }

    /** Asks for a {@code pong}. */
    record Ping() implements SessionFrame {
        @Override
        public boolean isOpen() {
            return true;
        }
    }

    /** Answers a ping of ours; nothing to do. */
    record Pong() implements SessionFrame {
        @Override
        public boolean isOpen() {
            return true;
        }
    }

    /** A sign of life. The socket is what keeps services online; it names a client that said nothing else yet. */
    record Heartbeat() implements SessionFrame {}

    /** Asks how to use the hub. */
    record Help(String topic) implements SessionFrame {
        @Override
        public boolean isOpen() {
            return true;
        }
    }

    /** Asks whom the hub takes the connection for. */
    record WhoAmI() implements SessionFrame {}
}
