package io.clawhub.gateway.core.channels;

import java.time.Instant;

import io.clawhub.events.ConversationKind;
import io.clawhub.events.ConversationStatus;

/**
 * A conversation as its parties know it. Absent values are null.
 *
 * @param conversationId the conversation
 * @param kind its kind
 * @param status where it stands; always active for a direct conversation or a registered service's lobby
 * @param serviceId the service it belongs to
 * @param providerId the provider; of a direct conversation one of the two
 * @param consumerId the consumer; null for a lobby
 * @param requestId the requester's correlation id
 * @param text the request's message or the reason of its end
 * @param createdAt when it was opened or requested
 * @param changedAt when it last changed its status
 */
public record Channel(
        String conversationId,
        ConversationKind kind,
        ConversationStatus status,
        String serviceId,
        String providerId,
        String consumerId,
        String requestId,
        String text,
        Instant createdAt,
        Instant changedAt) {}
