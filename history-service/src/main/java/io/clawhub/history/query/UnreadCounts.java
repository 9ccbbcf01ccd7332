package io.clawhub.history.query;

import java.util.ArrayList;
import java.util.List;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;

import io.clawhub.events.archive.UnreadCount;

/** How many messages of others a participant has read with none of its clients. */
@ApplicationScoped
class UnreadCounts {

    private static final String COUNT =
            """
            SELECT news.id, counted.unread FROM (
                SELECT mb.conversation_id AS id, greatest(mb.since_seq, r.read_seq) AS floor, %s AS ceiling
                FROM member mb
                JOIN conversation c ON c.id = mb.conversation_id
                LEFT JOIN (SELECT conversation_id, max(read_seq) AS read_seq FROM cursor
                           WHERE participant_id = $1 GROUP BY conversation_id) r
                    ON r.conversation_id = mb.conversation_id
                WHERE mb.participant_id = $1
                  AND least(greatest(c.common_seq, mb.addressed_seq), mb.until_seq) > greatest(mb.since_seq, r.read_seq)
            ) news
            CROSS JOIN LATERAL (
                SELECT count(*) AS unread FROM (
                    SELECT 1 FROM message m
                    WHERE m.conversation_id = news.id AND m.seq > news.floor AND m.seq <= news.ceiling
                      AND m.sender_id <> $1 AND m.deleted_at IS NULL AND %s
                    LIMIT %d) found) counted
            WHERE counted.unread > 0 ORDER BY news.id
            """
                    .formatted(PageSql.lastSeqOfMember(), PageSql.visibleTo("$1", "news.floor"), UnreadCount.MOST);

    private final Pool pool;

    UnreadCounts(Pool pool) {
        this.pool = pool;
    }

    /** The conversations with unread messages, by id. */
    Uni<List<UnreadCount>> of(String participantId) {
        return pool.preparedQuery(COUNT).execute(Tuple.of(participantId)).map(rows -> {
            List<UnreadCount> counts = new ArrayList<>(rows.size());
            for (Row row : rows) {
                counts.add(new UnreadCount(row.getString(0), row.getInteger(1)));
            }
            return counts;
        });
    }
}
