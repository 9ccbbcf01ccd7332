package io.clawhub.gateway.core.sessions;

import java.time.Instant;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * Something that was asked of an agent, as the table has it.
 *
 * @param id the hub's id of it; the question's message has it as its idempotency key
 * @param conversationId the session's conversation
 * @param participantId who speaks for the session
 * @param agentId the agent
 * @param prompt the question
 * @param metadata what the one who asks adds for the agent: a JSON object, or null
 * @param state where it stands
 * @param keeperId the gateway that watches over it
 * @param promptSeq where the question stands in the log; 0 while that is not known
 * @param outcome how it ended, or null
 * @param begunAt when it was put to the agent, or null
 */
public record AskedRun(
        String id,
        String conversationId,
        String participantId,
        String agentId,
        String prompt,
        JsonNode metadata,
        RunState state,
        String keeperId,
        long promptSeq,
        Outcome outcome,
        Instant begunAt) {}
