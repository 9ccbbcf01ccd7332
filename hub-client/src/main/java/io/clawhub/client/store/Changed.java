package io.clawhub.client.store;

import java.util.EnumSet;
import java.util.Set;

/** What a change must have written before it counts, in the order of writing. */
enum Changed {
    LOG,
    OUTBOX,
    PENDING,
    STATE,
    CONTACTS;

    static Set<Changed> nothing() {
        return EnumSet.noneOf(Changed.class);
    }
}
