package io.clawhub.history.query;

/** The shape all pages share. */
final class PageSql {

    /** The columns {@link PageRows} reads, in its order. */
    static final String COLUMNS =
            """
            m.conversation_id, m.seq, m.message_id, m.client_msg_id, m.sender_id, m.audience, m.service_id,
            m.content, m.provenance, m.kind, m.accepted_at, m.details, m.sender_client_id,
            m.sender_profile, m.edited_at, m.deleted_at\
            """;

    /** A message's reactions, the first one first, as {@code [[reaction, participant], …]}; null when it has none. */
    private static final String REACTIONS =
            """
            (SELECT json_agg(json_build_array(r.reaction, r.participant_id)
                             ORDER BY r.reacted_at, r.reaction, r.participant_id)::text
             FROM reaction r WHERE r.message_id = m.message_id)\
            """;

    /** The order in which messages of several conversations are paged backwards. */
    static final String NEWEST = "m.accepted_at DESC, m.conversation_id DESC, m.seq DESC";

    /** The bytes of a message's content and of what goes with it. */
    private static final String WEIGHT = "(octet_length(m.content)::bigint + coalesce(octet_length(m.details), 0))";

    /** For members who have not left: beyond every seq. */
    private static final String NEVER = "9223372036854775807";

    private PageSql() {}

    /** The seq up to which a member, a row mb, sees its conversation. */
    static String lastSeqOfMember() {
        return "coalesce(mb.until_seq, " + NEVER + ")";
    }

    /**
     * Whether a member, given as a parameter, may see message m. From {@code since} on, an expression for a seq, everything in
     * a group is for every member: its sender may not have heard yet who joined. What stands before it was said before they
     * joined, or cleared away by them: of that a member sees only what was addressed to them, and of a direct conversation
     * nothing.
     */
    static String visibleTo(String participant, String since) {
        String addressed = participant + " = ANY (m.audience)";
        return "(m.seq > " + since + " AND (m.audience = '{}' OR m.kind = 'group' OR " + addressed
                + ") OR m.kind <> 'direct' AND " + addressed + ")";
    }

    /** Where the membership of a participant in a conversation began; both are given as expressions. */
    static String sinceSeqOf(String participant, String conversation) {
        return "(SELECT mb.since_seq FROM member mb WHERE mb.participant_id = " + participant
                + " AND mb.conversation_id = " + conversation + ")";
    }

    /**
     * The first of the found messages, up to a number of messages and a number of bytes of content. The bytes are counted
     * in the database, so that a page of large messages never travels to be cut here.
     *
     * Besides {@link #COLUMNS} the rows have the reactions and how many messages were found.
     *
     * @param found a query for {@link #COLUMNS} with one row more than the limit
     * @param order the order of both
     * @param limit the parameter with the number of messages
     * @param bytes the parameter with the number of bytes
     */
    static String page(String found, String order, String limit, String bytes) {
        return """
               SELECT %1$s, %7$s AS reactions, m.available FROM (
                   SELECT m.*, row_number() OVER page AS place, count(*) OVER () AS available,
                          sum(%6$s) OVER (page ROWS UNBOUNDED PRECEDING) - %6$s AS bytes_before
                   FROM (%2$s) m WINDOW page AS (ORDER BY %3$s)
               ) m WHERE m.place <= %4$s::int AND (m.place = 1 OR m.bytes_before < %5$s::bigint) ORDER BY m.place
               """
                .formatted(COLUMNS, found, order, limit, bytes, WEIGHT, REACTIONS);
    }
}
