package io.clawhub.events;

import java.time.Instant;
import java.util.List;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * A participant is no member any more. Repeats carry the same {@code changeId} and are harmless.
 *
 * @param changeId names this change
 * @param conversationId where
 * @param participantId who left or was removed
 * @param byParticipantId who did it, the same if they left, or null
 * @param leftAt when it was committed
 * @param audience whom to tell: the members before; empty: the group was large, and every member of it is meant
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record MemberLeft(
        String changeId,
        String conversationId,
        String participantId,
        String byParticipantId,
        Instant leftAt,
        List<String> audience)
        implements ChatEvent {

    public MemberLeft {
        audience = audience == null ? List.of() : List.copyOf(audience);
    }
}
