package io.clawhub.events;

import java.time.Instant;
import java.util.List;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * A conversation exists from now on. Repeats are harmless.
 *
 * @param conversationId its id
 * @param kind its kind
 * @param serviceId the service it belongs to, or null
 * @param name what its members call it, or null
 * @param members its first members
 * @param openedAt when it was committed
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ConversationOpened(
        String conversationId,
        ConversationKind kind,
        String serviceId,
        String name,
        List<Member> members,
        Instant openedAt)
        implements ChatEvent {

    public ConversationOpened {
        members = members == null ? List.of() : List.copyOf(members);
    }

    /** A conversation without a name. */
    public ConversationOpened(
            String conversationId, ConversationKind kind, String serviceId, List<Member> members, Instant openedAt) {
        this(conversationId, kind, serviceId, null, members, openedAt);
    }
}
