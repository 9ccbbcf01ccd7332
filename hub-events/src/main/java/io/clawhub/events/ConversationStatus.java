package io.clawhub.events;

import java.util.Locale;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Where a conversation stands. It moves forward only: pending, then active or rejected; active, then ended. */
public enum ConversationStatus {
    /** Requested, not answered yet. */
    @JsonProperty("pending")
    PENDING,
    /** Accepted, or never in need of it. */
    @JsonProperty("active")
    ACTIVE,
    /** Refused by the provider, or by the hub in its place. */
    @JsonProperty("rejected")
    REJECTED,
    /** Over; it stays readable. */
    @JsonProperty("ended")
    ENDED;

    /** The word used on the wire and in tables. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether nothing can be said in it any more. */
    public boolean isOver() {
        return this == REJECTED || this == ENDED;
    }
}
