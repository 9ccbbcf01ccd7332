package io.clawhub.history.archive;

import java.io.Serializable;

/**
 * Identifies a membership.
 *
 * @param participantId who
 * @param conversationId in which conversation
 */
public record MemberKey(String participantId, String conversationId) implements Serializable {}
