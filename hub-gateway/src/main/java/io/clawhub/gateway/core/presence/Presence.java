package io.clawhub.gateway.core.presence;

import java.time.Instant;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * Whether somebody is there.
 *
 * @param participantId who
 * @param status online, offline or unknown
 * @param lastActiveAt the last sign of life; null if never seen or unknown
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Presence(
        @JsonProperty("participant_id") String participantId,
        @JsonProperty("status") Status status,
        @JsonProperty("last_active_at") Instant lastActiveAt) {

    /** Whether somebody is there. */
    @JsonFormat(with = JsonFormat.Feature.READ_UNKNOWN_ENUM_VALUES_USING_DEFAULT_VALUE)
    public enum Status {
        /** Active lately. */
        @JsonProperty("online")
        ONLINE,
        /** Not active lately, or never seen. */
        @JsonProperty("offline")
        OFFLINE,
        /** Nobody can say now. */
        @JsonEnumDefaultValue
        @JsonProperty("unknown")
        UNKNOWN;

        /** The word in answers. */
        public String wireName() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    static Presence unknown(String participantId) {
        return new Presence(participantId, Status.UNKNOWN, null);
    }
}
