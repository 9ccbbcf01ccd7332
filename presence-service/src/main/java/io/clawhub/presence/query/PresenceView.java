package io.clawhub.presence.query;

import java.time.Instant;

import com.fasterxml.jackson.annotation.JsonProperty;

import io.clawhub.presence.state.Presence;

/**
 * A participant's presence as callers see it.
 *
 * @param participantId who
 * @param status whether somebody is there
 * @param lastActiveAt the last sign of life; null if never seen or unknown
 */
public record PresenceView(
        @JsonProperty("participant_id") String participantId,
        @JsonProperty("status") Status status,
        @JsonProperty("last_active_at") Instant lastActiveAt) {

    /** Whether somebody is there. */
    public enum Status {
        /** Active within the time-out, and no goodbye since. */
        @JsonProperty("online")
        ONLINE,
        /** Not active lately, said goodbye, or never seen. */
        @JsonProperty("offline")
        OFFLINE,
        /** Redis did not answer in time. */
        @JsonProperty("unknown")
        UNKNOWN
    }

    static PresenceView of(Presence presence) {
        return new PresenceView(
                presence.participantId(), presence.online() ? Status.ONLINE : Status.OFFLINE, presence.lastActiveAt());
    }

    static PresenceView unknown(String participantId) {
        return new PresenceView(participantId, Status.UNKNOWN, null);
    }
}
