package io.clawhub.events;

/**
 * A participant in a conversation.
 *
 * @param participantId who
 * @param role {@code member}, {@code provider} or {@code consumer}
 */
public record Member(String participantId, String role) {}
