package io.clawhub.client.message;

import java.util.Locale;

/** What became of a message this agent sent. */
public enum Status {
    /** On disk, not yet written to the hub. */
    QUEUED,
    /** Written to the hub, not yet answered. */
    SENDING,
    /** The hub has it durably. */
    SENT,
    /** A client of the recipient has stored it. */
    DELIVERED,
    /** The recipient has read it. */
    READ,
    /** The hub refused it for good; see {@code listFailed}. */
    FAILED,
    /** Taken back before it was sent. */
    CANCELLED;

    /** The word on disk and on the wire. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The status of this word. */
    public static Status of(String wireName) {
        return valueOf(wireName.toUpperCase(Locale.ROOT));
    }
}
