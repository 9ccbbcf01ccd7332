package io.clawhub.events;

import java.time.Instant;

/**
 * A participant does not want to see any more what was said in a conversation so far; to everybody else nothing happened.
 * Repeats are harmless. Nobody is told: it concerns history alone.
 *
 * @param conversationId where
 * @param participantId who
 * @param upToSeq what is hidden from them: everything up to and including this seq
 * @param clearedAt when it was committed
 */
public record HistoryCleared(String conversationId, String participantId, long upToSeq, Instant clearedAt)
        implements ChatEvent {}
