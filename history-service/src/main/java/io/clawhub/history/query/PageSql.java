package io.clawhub.history.query;

/** The shape all pages share. */
final class PageSql {

    /** The columns {@link PageRows} reads, in its order. */
    static final String COLUMNS =
            """
            m.conversation_id, m.seq, m.message_id, m.client_msg_id, m.sender_id, m.audience, m.service_id,
            m.content, m.provenance, m.kind, m.accepted_at\
            """;

    /** The order in which messages of several conversations are paged backwards. */
    static final String NEWEST = "m.accepted_at DESC, m.conversation_id DESC, m.seq DESC";

    private PageSql() {}

    /** Whether a member, given as a parameter, may see message m. */
    static String visibleTo(String participant) {
        return "(m.audience = '{}' OR " + participant + " = ANY (m.audience))";
    }

    /**
     * The first of the found messages, up to a number of messages and a number of bytes of content. The bytes are counted
     * in the database, so that a page of large messages never travels to be cut here.
     *
     * @param found a query for {@link #COLUMNS} with one row more than the limit
     * @param order the order of both
     * @param limit the parameter with the number of messages
     * @param bytes the parameter with the number of bytes
     */
    static String page(String found, String order, String limit, String bytes) {
        return """
               SELECT %1$s, m.available FROM (
                   SELECT m.*, row_number() OVER page AS place, count(*) OVER () AS available,
                          sum(octet_length(m.content)::bigint) OVER (page ROWS UNBOUNDED PRECEDING)
                              - octet_length(m.content) AS bytes_before
                   FROM (%2$s) m WINDOW page AS (ORDER BY %3$s)
               ) m WHERE m.place <= %4$s::int AND (m.place = 1 OR m.bytes_before < %5$s::bigint) ORDER BY m.place
               """
                .formatted(COLUMNS, found, order, limit, bytes);
    }
}
