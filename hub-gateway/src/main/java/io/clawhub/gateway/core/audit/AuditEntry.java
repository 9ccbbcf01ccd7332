package io.clawhub.gateway.core.audit;

import java.time.Instant;

/**
 * An administrative act, with ids and names as they were then.
 *
 * @param number grows with every act
 * @param at when
 * @param actor who did it, and from where
 * @param act what, such as {@code agent.create}
 * @param subjectId on whom, or empty
 * @param subjectName on whom, or empty
 * @param details what exactly, free of secrets; may be empty
 */
public record AuditEntry(
        long number, Instant at, Actor actor, String act, String subjectId, String subjectName, String details) {

    /**
     * Who acts.
     *
     * @param id the account, or {@code hub} for the hub itself
     * @param name its username
     * @param origin the remote address
     */
    public record Actor(String id, String name, String origin) {
        /** The hub itself. */
        public static final Actor HUB = new Actor("hub", "hub", "");
    }
}
