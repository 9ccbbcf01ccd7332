package io.clawhub.history.query;

import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;

import io.clawhub.events.archive.FoundMessage;

/** Finds messages by their ids, as far as a participant may see them. */
@ApplicationScoped
class Finding {

    private static final String FIND =
            """
            SELECT m.message_id, m.conversation_id, m.kind, m.seq, m.accepted_at, m.sender_id, m.audience, m.deleted_at
            FROM message m
            JOIN member mb ON mb.participant_id = $1 AND mb.conversation_id = m.conversation_id
            WHERE m.message_id = ANY ($2::text[]) AND m.seq <= %s AND %s
            """
                    .formatted(PageSql.lastSeqOfMember(), PageSql.visibleTo("$1", "mb.since_seq"));

    private final Pool pool;

    Finding(Pool pool) {
        this.pool = pool;
    }

    /** Those of the messages that exist and that the participant may see, in no order. */
    Uni<List<FoundMessage>> find(String participantId, List<String> messageIds) {
        return pool.preparedQuery(FIND)
                .execute(Tuple.tuple().addString(participantId).addArrayOfString(messageIds.toArray(String[]::new)))
                .map(rows -> {
                    List<FoundMessage> found = new ArrayList<>(rows.size());
                    rows.forEach(row -> found.add(found(row)));
                    return found;
                });
    }

    private static FoundMessage found(Row row) {
        OffsetDateTime deletedAt = row.getOffsetDateTime(7);
        return new FoundMessage(
                row.getString(0),
                row.getString(1),
                PageRows.kind(row.getString(2)),
                row.getLong(3),
                row.getOffsetDateTime(4).toInstant(),
                row.getString(5),
                List.of(row.getArrayOfStrings(6)),
                deletedAt == null ? null : deletedAt.toInstant());
    }
}
