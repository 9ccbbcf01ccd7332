package io.clawhub.gateway.protocol.channel;

import com.fasterxml.jackson.databind.JsonNode;

/** What a client says. Absent values are null. */
sealed interface ChannelFrame {

    /**
     * Asks an agent.
     *
     * @param agentId the client's name for the agent
     * @param wantsWhole whether the answer is wanted in one piece
     */
    record Chat(
            String agentId, String sessionId, String text, String clientMsgId, boolean wantsWhole, JsonNode metadata)
            implements ChannelFrame {}

    /** Wants a sign of life, with these echoed. */
    record Ping(JsonNode id, JsonNode ts) implements ChannelFrame {}

    /** A sign of life. */
    record Pong() implements ChannelFrame {}

    /**
     * Wants to hear an agent's events, or a session's frames.
     *
     * @param resume what it has of a run already
     */
    record Subscribe(String agentId, String sessionId, Resume resume) implements ChannelFrame {}

    /** Wants to hear them no more. */
    record Unsubscribe(String agentId, String sessionId) implements ChannelFrame {}

    /** Stops a run; without its id, the one that runs. */
    record Cancel(String agentId, String sessionId, String runId) implements ChannelFrame {}

    /** The run, and the last piece of it, that a client has. */
    record Resume(String runId, long seq) {}
}
