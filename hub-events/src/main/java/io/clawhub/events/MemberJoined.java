package io.clawhub.events;

import java.time.Instant;
import java.util.List;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * A participant became a member. Repeats carry the same {@code changeId} and are harmless.
 *
 * @param changeId names this change
 * @param conversationId where
 * @param name what its members call it, or null: the new one must know where it is
 * @param member who, in which role
 * @param byParticipantId who added them, or null
 * @param joinedAt when it was committed
 * @param audience whom to tell: the members now; empty: the group was large before, and every member of it is meant
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record MemberJoined(
        String changeId,
        String conversationId,
        String name,
        Member member,
        String byParticipantId,
        Instant joinedAt,
        List<String> audience)
        implements ChatEvent {

    public MemberJoined {
        audience = audience == null ? List.of() : List.copyOf(audience);
    }

    /** In a conversation without a name. */
    public MemberJoined(
            String changeId,
            String conversationId,
            Member member,
            String byParticipantId,
            Instant joinedAt,
            List<String> audience) {
        this(changeId, conversationId, null, member, byParticipantId, joinedAt, audience);
    }
}
