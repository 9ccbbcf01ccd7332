package io.clawhub.gateway.core.conversations;

import java.util.List;

import io.clawhub.events.ConversationKind;
import io.clawhub.events.Member;

/**
 * A conversation as the directory knows it.
 *
 * @param id its id
 * @param kind its kind
 * @param serviceId the service it belongs to, or null
 * @param members its members; of a service's lobby only the provider, since anybody may write to a service
 */
public record Conversation(String id, ConversationKind kind, String serviceId, List<Member> members) {

    /** The role of a service's owner in its lobby. */
    public static final String PROVIDER = "provider";
    /** The role of everybody else. */
    public static final String MEMBER = "member";

    public Conversation {
        members = List.copyOf(members);
    }

    /** Whether this participant is a member. */
    public boolean hasMember(String participantId) {
        return members.stream().anyMatch(member -> member.participantId().equals(participantId));
    }

    /** The first member who is not this participant, or null. */
    public String otherThan(String participantId) {
        return members.stream()
                .map(Member::participantId)
                .filter(id -> !id.equals(participantId))
                .findFirst()
                .orElse(null);
    }
}
