package io.clawhub.gateway.core.conversations;

import java.util.List;

import io.clawhub.events.ConversationChanged;
import io.clawhub.events.ConversationKind;
import io.clawhub.events.ConversationStatus;
import io.clawhub.events.Member;

/**
 * A conversation as the directory knows it.
 *
 * @param id its id
 * @param kind its kind
 * @param status where it stands; conversations that nobody has to accept are active
 * @param serviceId the service it belongs to, or null
 * @param name what its members call it, or null; only groups have names
 * @param members its members; of a service's lobby only the provider, since anybody may write to a service; of a group in
 *     the order in which they joined
 * @param version counts the changes of a group; 0 for every other kind
 */
public record Conversation(
        String id,
        ConversationKind kind,
        ConversationStatus status,
        String serviceId,
        String name,
        Members members,
        int version) {

    /** The role of a service's owner in its lobby, and of who answers in a channel. */
    public static final String PROVIDER = "provider";
    /** The role of who asked for a channel. */
    public static final String CONSUMER = "consumer";
    /** The role of the one in a group who may remove others. */
    public static final String OWNER = "owner";
    /** The role of everybody else. */
    public static final String MEMBER = "member";

    /** With members in whatever list. */
    public Conversation(
            String id,
            ConversationKind kind,
            ConversationStatus status,
            String serviceId,
            String name,
            List<Member> members,
            int version) {
        this(id, kind, status, serviceId, name, Members.of(members), version);
    }

    /** A conversation without a name. */
    public Conversation(
            String id, ConversationKind kind, ConversationStatus status, String serviceId, List<Member> members) {
        this(id, kind, status, serviceId, null, members, 0);
    }

    /** A conversation that nobody has to accept. */
    public Conversation(String id, ConversationKind kind, String serviceId, List<Member> members) {
        this(id, kind, ConversationStatus.ACTIVE, serviceId, members);
    }

    /** A channel of two. */
    public static Conversation channel(
            String id, ConversationStatus status, String serviceId, String providerId, String consumerId) {
        List<Member> members = List.of(new Member(providerId, PROVIDER), new Member(consumerId, CONSUMER));
        return new Conversation(id, ConversationKind.CHANNEL, status, serviceId, members);
    }

    /** As it stands after a change. */
    static Conversation after(ConversationChanged change) {
        return new Conversation(
                change.conversationId(), change.kind(), change.status(), change.serviceId(), change.members());
    }

    /** A group. */
    public static Conversation group(
            String id, ConversationStatus status, String name, List<Member> members, int version) {
        return new Conversation(id, ConversationKind.GROUP, status, null, name, members, version);
    }

    /** The same, under the other one's name if it has none. */
    Conversation namedLike(Conversation other) {
        return name != null ? this : new Conversation(id, kind, status, serviceId, other.name, members, version);
    }

    /** Whether this participant is a member. */
    public boolean hasMember(String participantId) {
        return members.of(participantId) != null;
    }

    /**
     * Whether this is a large group: its events and messages do not name their audience, and what is only of passing
     * interest is not told in it.
     */
    public boolean isLarge() {
        return kind == ConversationKind.GROUP && members.areMany();
    }

    /** The ids of the members; empty, for "all of them", in a large group. */
    public List<String> audience() {
        return isLarge()
                ? List.of()
                : members.stream().map(Member::participantId).toList();
    }

    /** Every member but this participant. */
    public List<String> others(String participantId) {
        return members.stream()
                .map(Member::participantId)
                .filter(id -> !id.equals(participantId))
                .toList();
    }

    /** The first member who is not this participant, or null. */
    public String otherThan(String participantId) {
        return members.stream()
                .map(Member::participantId)
                .filter(id -> !id.equals(participantId))
                .findFirst()
                .orElse(null);
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
