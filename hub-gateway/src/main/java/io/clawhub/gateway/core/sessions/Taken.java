package io.clawhub.gateway.core.sessions;

/**
 * What became of a question. It is durable by now.
 *
 * @param runId its run
 * @param messageId the message it is, or will be once its turn comes
 * @param position how many are before it; 0: it was put to the agent
 * @param duplicate whether it was asked before; then nothing new was done
 * @param isAgentAway whether its agent is not there: it will find the question when it comes, and nobody waits
 */
public record Taken(String runId, String messageId, int position, boolean duplicate, boolean isAgentAway) {}
