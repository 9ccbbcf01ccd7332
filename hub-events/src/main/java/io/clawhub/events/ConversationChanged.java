package io.clawhub.events;

import java.time.Instant;
import java.util.List;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * A conversation was requested, accepted, rejected or ended, or a group says something else of itself. Repeats carry the same {@code changeId} and are harmless.
 *
 * @param changeId names this change, {@code chg_} and the conversation's id and version
 * @param conversationId the conversation, and the record's key
 * @param kind the conversation's kind
 * @param status where it stands now
 * @param serviceId the service it belongs to, or null
 * @param members whom it concerns, with their roles; empty: every member of a large group
 * @param byParticipantId who changed it, or null if the hub did
 * @param requestId the requester's correlation id, or null
 * @param text what was said with it: the request's message or the reason, or null
 * @param changedAt when it was committed
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ConversationChanged(
        String changeId,
        String conversationId,
        ConversationKind kind,
        ConversationStatus status,
        String serviceId,
        List<Member> members,
        String byParticipantId,
        String requestId,
        String text,
        Instant changedAt)
        implements ChatEvent {

    public ConversationChanged {
        members = members == null ? List.of() : List.copyOf(members);
    }

    /** The first member in this role, or null. */
    public String inRole(String role) {
        return members.stream()
                .filter(member -> member.role().equals(role))
                .map(Member::participantId)
                .findFirst()
                .orElse(null);
    }
}
