package io.clawhub.history.query;

import java.time.OffsetDateTime;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;

import io.clawhub.events.archive.ReplayRequest;

/**
 * Finds the place before which a page lies. A message is looked for among those the page's reader may see, by the hub's
 * id and by its sender's; of several senders' equal ids the newest counts.
 */
@ApplicationScoped
class Places {

    private static final String IN_CONVERSATION = "SELECT m.seq FROM message m WHERE m.conversation_id = $1 AND "
            + PageSql.visibleTo("$2", PageSql.sinceSeqOf("$2", "$1"));

    private static final String SEQ_OF_MESSAGE =
            "%1$s AND m.message_id = $3 UNION ALL %1$s AND m.client_msg_id = $3 ORDER BY seq DESC LIMIT 1"
                    .formatted(IN_CONVERSATION);

    private static final String SEQ_AT_TIME =
            """
            SELECT m.seq + 1 FROM message m WHERE m.conversation_id = $1 AND m.accepted_at < $2
            ORDER BY m.accepted_at DESC, m.seq DESC LIMIT 1
            """;

    /** The messages of an id first: they are few, while those its reader may see are not. */
    private static final String NAMED =
            """
            SELECT m.accepted_at, m.conversation_id, m.seq FROM (
                SELECT * FROM message WHERE message_id = $2
                UNION ALL
                SELECT * FROM message WHERE client_msg_id = $2) m
            WHERE %s ORDER BY %s LIMIT 1
            """;

    private static final String MARK_OF_MESSAGE = NAMED.formatted(
            PageSql.visibleTo("$1", PageSql.sinceSeqOf("$1", "m.conversation_id"))
                    + """
                       AND EXISTS (SELECT 1 FROM member mb
                                   WHERE mb.participant_id = $1 AND mb.conversation_id = m.conversation_id)\
                      """,
            PageSql.NEWEST);

    private static final String MARK_THROUGH_SERVICE =
            NAMED.formatted("m.service_id = $3 AND (m.audience[1] = $1 OR m.audience[2] = $1)", PageSql.NEWEST);

    private final Pool pool;

    Places(Pool pool) {
        this.pool = pool;
    }

    /** The seq of a message in a conversation, or null if the participant sees none of this id there. */
    Uni<Long> inConversation(String conversationId, String participantId, String messageId) {
        return seq(SEQ_OF_MESSAGE, Tuple.of(conversationId, participantId, messageId));
    }

    /** The seq before which a conversation's messages are older than the time; null if none is. */
    Uni<Long> inConversation(String conversationId, OffsetDateTime time) {
        return seq(SEQ_AT_TIME, Tuple.of(conversationId, time));
    }

    /**
     * The place of a message among all of a participant's, or among those said through a service unless that is null;
     * null if the participant sees none of this id.
     */
    Uni<ReplayRequest.Mark> ofParticipant(String participantId, String serviceId, String messageId) {
        return serviceId == null
                ? mark(MARK_OF_MESSAGE, Tuple.of(participantId, messageId))
                : mark(MARK_THROUGH_SERVICE, Tuple.of(participantId, messageId, serviceId));
    }

    private Uni<Long> seq(String sql, Tuple parameters) {
        return first(sql, parameters).map(row -> row == null ? null : row.getLong(0));
    }

    private Uni<ReplayRequest.Mark> mark(String sql, Tuple parameters) {
        return first(sql, parameters)
                .map(row -> row == null
                        ? null
                        : ReplayRequest.Mark.of(
                                row.getOffsetDateTime(0).toInstant(), row.getString(1), row.getLong(2)));
    }

    private Uni<Row> first(String sql, Tuple parameters) {
        return pool.preparedQuery(sql).execute(parameters).map(Places::first);
    }

    private static Row first(RowSet<Row> rows) {
        return rows.size() == 0 ? null : rows.iterator().next();
    }
}
