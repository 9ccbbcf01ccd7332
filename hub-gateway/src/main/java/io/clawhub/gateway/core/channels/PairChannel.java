package io.clawhub.gateway.core.channels;

import java.time.Duration;
import java.time.Instant;

import io.clawhub.events.ConversationChanged;
import io.clawhub.events.ConversationKind;
import io.clawhub.events.ConversationStatus;
import io.clawhub.gateway.core.HubError;
import io.clawhub.gateway.core.HubException;
import io.clawhub.gateway.core.conversations.Conversation;

/**
 * A channel between a provider and a consumer, and what may become of it. A decision that changes nothing returns the
 * same object.
 *
 * @param conversationId its conversation
 * @param parties whom it is between
 * @param status where it stands
 * @param requestId the first requester's correlation id, or null
 * @param text what was said with the last change, or null
 * @param changedBy who made the last change; null: the hub
 * @param requestedAt when it was requested, or opened unasked
 * @param changedAt when it last changed its status
 * @param expiresAt when the hub ends it unless something happens
 * @param announced whether the request reached a connection of the provider
 * @param version counts the changes, from 1
 */
record PairChannel(
        String conversationId,
        Parties parties,
        ConversationStatus status,
        String requestId,
        String text,
        String changedBy,
        Instant requestedAt,
        Instant changedAt,
        Instant expiresAt,
        boolean announced,
        int version) {

    static final String TIMEOUT = "timeout";
    static final String PROVIDER_OFFLINE = "provider offline";
    static final String IDLE = "idle";
    static final String SERVICE_WITHDRAWN = "service withdrawn";
    private static final String WITHDRAWN = "request withdrawn";

    /** A request. */
    static PairChannel requested(
            String conversationId, Parties parties, String requestId, String text, Instant now, Duration timeout) {
        return new PairChannel(
                conversationId,
                parties,
                ConversationStatus.PENDING,
                requestId,
                text,
                parties.consumerId(),
                now,
                now,
                now.plus(timeout),
                false,
                1);
    }

    /** A session that its provider opens unasked. */
    static PairChannel opened(String conversationId, Parties parties, String text, Instant now, Duration idleLimit) {
        return new PairChannel(
                conversationId,
                parties,
                ConversationStatus.ACTIVE,
                null,
                text,
                parties.providerId(),
                now,
                now,
                now.plus(idleLimit),
                true,
                1);
    }

    /** The provider accepts; repeating it changes nothing. */
    PairChannel accepted(String byParticipantId, String said, Instant now, Duration idleLimit) {
        providerOnly(byParticipantId);
        return switch (status) {
            case PENDING -> changed(ConversationStatus.ACTIVE, byParticipantId, said, now, now.plus(idleLimit));
            case ACTIVE -> this;
            case REJECTED, ENDED -> throw over();
        };
    }

    /** The provider rejects; repeating it changes nothing. */
    PairChannel rejected(String byParticipantId, String reason, Instant now) {
        providerOnly(byParticipantId);
        return switch (status) {
            case PENDING -> changed(ConversationStatus.REJECTED, byParticipantId, reason, now, now);
            case REJECTED -> this;
            case ACTIVE -> throw new HubException(HubError.CONFLICT, "this channel was accepted, end it instead");
            case ENDED -> throw over();
        };
    }

    /** A party ends it, withdraws its request or rejects it; repeating it changes nothing. */
    PairChannel ended(String byParticipantId, String reason, Instant now) {
        if (!parties.include(byParticipantId)) {
            throw notAParty();
        }
        return switch (status) {
            case PENDING -> {
                String why = reason != null || byParticipantId.equals(parties.providerId()) ? reason : WITHDRAWN;
                yield changed(ConversationStatus.REJECTED, byParticipantId, why, now, now);
            }
            case ACTIVE -> changed(ConversationStatus.ENDED, byParticipantId, reason, now, now);
            case REJECTED, ENDED -> this;
        };
    }

    /** Its service is gone. */
    PairChannel withdrawn(Instant now) {
        return endedByHub(SERVICE_WITHDRAWN, SERVICE_WITHDRAWN, now);
    }

    /** Its time is over, if it is. */
    PairChannel expired(Instant now) {
        return expiresAt.isAfter(now) ? this : endedByHub(announced ? TIMEOUT : PROVIDER_OFFLINE, IDLE, now);
    }

    private PairChannel endedByHub(String whyRejected, String whyEnded, Instant now) {
        return switch (status) {
            case PENDING -> changed(ConversationStatus.REJECTED, null, whyRejected, now, now);
            case ACTIVE -> changed(ConversationStatus.ENDED, null, whyEnded, now, now);
            case REJECTED, ENDED -> this;
        };
    }

    private PairChannel changed(ConversationStatus to, String by, String said, Instant now, Instant expires) {
        return new PairChannel(
                conversationId, parties, to, requestId, said, by, requestedAt, now, expires, announced, version + 1);
    }

    private void providerOnly(String participantId) {
        if (!parties.providerId().equals(participantId)) {
            throw notAParty();
        }
    }

    Conversation conversation() {
        return Conversation.channel(
                conversationId, status, parties.serviceId(), parties.providerId(), parties.consumerId());
    }

    /** The last change as the log tells it. */
    ConversationChanged change() {
        return new ConversationChanged(
                "chg_" + conversationId + "_" + version,
                conversationId,
                ConversationKind.CHANNEL,
                status,
                parties.serviceId(),
                conversation().members(),
                changedBy,
                requestId,
                text,
                changedAt);
    }

    /** The channel as it is shown to who asked under this correlation id. */
    Channel shownTo(String requester) {
        return new Channel(
                conversationId,
                ConversationKind.CHANNEL,
                status,
                parties.serviceId(),
                parties.providerId(),
                parties.consumerId(),
                requester,
                text,
                requestedAt,
                changedAt);
    }

    /** This request, settled by a later change, as it is shown to who asked under this correlation id. */
    Channel settledBy(ConversationChanged later, String requester) {
        return new Channel(
                conversationId,
                ConversationKind.CHANNEL,
                later.status(),
                parties.serviceId(),
                parties.providerId(),
                parties.consumerId(),
                requester,
                later.text(),
                requestedAt,
                later.changedAt());
    }

    /** The channel as it is shown to anybody. */
    Channel shown() {
        return shownTo(requestId);
    }

    private static HubException notAParty() {
        return new HubException(HubError.NOT_A_PARTY, "only a party of the channel may do this");
    }

    private static HubException over() {
        return new HubException(HubError.CHANNEL_ENDED, "this channel is over");
    }
}
