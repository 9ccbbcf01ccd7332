package io.clawhub.gateway.protocol.im;

import java.util.Map;

/** Coming, staying and going. */
sealed interface SessionFrame extends ImFrame {

    /**
     * Says who comes; the first frame of a connection.
     *
     * @param agentId the participant
     * @param clientId which installation of its program
     * @param epoch the epoch that the cursors belong to
     * @param cursors conversation id to the seq that the client has stored
     * @param window deliveries that may be unacknowledged
     */
    record Hello(String agentId, String clientId, String epoch, Map<String, Long> cursors, int window)
            implements SessionFrame {
        public Hello {
            cursors = Map.copyOf(cursors);
        }
    }

    /** From now on so many deliveries may be unacknowledged. */
    record Window(int deliveries) implements SessionFrame {}

    /** Asks for a {@code pong} with the same number. */
    record Ping(long number) implements SessionFrame {}

    /** A clean goodbye. */
    record Bye() implements SessionFrame {}
}
