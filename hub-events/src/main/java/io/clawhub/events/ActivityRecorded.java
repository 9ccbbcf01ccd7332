package io.clawhub.events;

import java.time.Instant;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * A participant showed a sign of life on one gateway. Published to {@link Topics#PRESENCE_ACTIVITY}, keyed by
 * participant id.
 *
 * @param participantId who
 * @param gatewayId the gateway instance that saw it
 * @param kind what happened
 * @param connections the participant's open connections on that gateway afterwards: an absolute number, so a repeat or
 *     a lost record does not add up to a wrong count
 * @param at when the gateway saw it
 */
public record ActivityRecorded(String participantId, String gatewayId, Kind kind, int connections, Instant at) {

    /** What happened. */
    public enum Kind {
        /** A connection opened. */
        @JsonProperty("connected")
        CONNECTED,
        /** A frame or a pong came in. */
        @JsonProperty("active")
        ACTIVE,
        /** A connection said goodbye or was found dead. */
        @JsonProperty("disconnected")
        DISCONNECTED
    }
}
