package io.clawhub.gateway.core.accounts;

import java.util.Locale;

/** What an account is for. */
public enum Role {
    /** A person who administers the hub. */
    ADMIN,
    /** A person. */
    USER,
    /** A program. */
    AGENT;

    /** The word in tables and on the wire. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
