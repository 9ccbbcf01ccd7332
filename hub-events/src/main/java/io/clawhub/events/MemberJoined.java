package io.clawhub.events;

import java.time.Instant;

/**
 * A participant became a member. Repeats are harmless.
 *
 * @param conversationId where
 * @param member who, in which role
 * @param joinedAt when it was committed
 */
public record MemberJoined(String conversationId, Member member, Instant joinedAt) implements ChatEvent {}
