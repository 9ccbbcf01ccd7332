package io.clawhub.events;

import com.fasterxml.jackson.annotation.JsonProperty;

/** The kinds of conversation, with the prefix their ids carry. */
public enum ConversationKind {
    /** Two participants, one conversation per unordered pair. */
    @JsonProperty("direct")
    DIRECT("dc_"),
    /** Any number of members. */
    @JsonProperty("group")
    GROUP("gc_"),
    /** The lobby of a registered service: its provider sees all of it, others only what they are addressed in. */
    @JsonProperty("service")
    SERVICE("ch_"),
    /** A requested and accepted session between a provider and a consumer. */
    @JsonProperty("channel")
    CHANNEL("ch_"),
    /** A turn-based collaboration. */
    @JsonProperty("session")
    SESSION("se_");

    private final String prefix;

    ConversationKind(String prefix) {
        this.prefix = prefix;
    }

    /** How ids of this kind begin. Ids stay opaque to clients. */
    public String prefix() {
        return prefix;
    }

    /** The word used on the wire and in tables. */
    public String wireName() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
