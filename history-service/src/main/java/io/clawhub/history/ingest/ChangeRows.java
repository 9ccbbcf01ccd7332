package io.clawhub.history.ingest;

import java.util.ArrayList;
import java.util.List;

import io.vertx.mutiny.sqlclient.Tuple;

import io.clawhub.events.EventJson;
import io.clawhub.events.MessageChange;
import io.clawhub.events.MessageDeleted;
import io.clawhub.events.MessageEdited;
import io.clawhub.events.ReactionChanged;

import static java.nio.charset.StandardCharsets.UTF_8;

/** What a batch says about messages that were said before it or in it. */
final class ChangeRows {

    /** Reactions to one message; further ones are not kept. */
    static final int MOST_REACTIONS = 500;

    /**
     * The first of changes with one id counts. Of several edits the last one does, and a deletion is for ever, so the order
     * of edits and deletions is of no importance. Each row is changed once at most, as one statement must.
     */
    static final String SQL =
            """
            WITH told AS (
                SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::bigint[], $5::bigint[], $6::text[],
                                     $7::text[], $8::text[], $9::text[], $10::text[])
                    AS r (change_id, conversation_id, message_id, seq, at_micros, kind, by_id, content, details, reaction)
            ), stored AS (
                INSERT INTO message_change (change_id, conversation_id, seq)
                SELECT DISTINCT ON (change_id) change_id, conversation_id, seq FROM told ORDER BY change_id, seq
                ON CONFLICT DO NOTHING RETURNING change_id, seq
            ), fresh AS (
                SELECT told.*, to_timestamp(at_micros / 1000000.0::float8) AS at
                FROM told JOIN stored USING (change_id, seq)
            ), deleted AS (
                UPDATE message m SET content = '""', details = NULL, deleted_at = d.at
                FROM (SELECT DISTINCT ON (message_id) * FROM fresh WHERE kind = 'delete' ORDER BY message_id, seq) d
                WHERE m.message_id = d.message_id AND m.conversation_id = d.conversation_id AND m.deleted_at IS NULL
            ), edited AS (
                UPDATE message m SET content = e.content, details = coalesce(e.details, m.details), edited_at = e.at
                FROM (SELECT DISTINCT ON (message_id) * FROM fresh WHERE kind = 'edit' ORDER BY message_id, seq DESC) e
                WHERE m.message_id = e.message_id AND m.conversation_id = e.conversation_id AND m.deleted_at IS NULL
                  AND m.sender_id = e.by_id
                  AND NOT EXISTS (SELECT 1 FROM fresh d WHERE d.kind = 'delete' AND d.message_id = e.message_id)
            ), reactions AS (
                SELECT DISTINCT ON (message_id, by_id, reaction) * FROM fresh WHERE kind IN ('on', 'off')
                ORDER BY message_id, by_id, reaction, seq DESC
            ), gone AS (
                DELETE FROM reaction r USING reactions o
                WHERE o.kind = 'off' AND r.message_id = o.message_id AND r.participant_id = o.by_id
                  AND r.reaction = o.reaction
            )
            INSERT INTO reaction (message_id, participant_id, reaction, reacted_at)
            SELECT o.message_id, o.by_id, o.reaction, o.at FROM reactions o
            JOIN message m ON m.message_id = o.message_id AND m.conversation_id = o.conversation_id
            WHERE o.kind = 'on' AND (SELECT count(*) FROM reaction r WHERE r.message_id = o.message_id) < %d
            ON CONFLICT DO NOTHING
            """
                    .formatted(MOST_REACTIONS);

    private record Row(MessageChange change, long seq, long atMicros) {}

    private final List<Row> rows = new ArrayList<>();

    void add(MessageChange change, long seq, long atMicros) {
        rows.add(new Row(change, seq, atMicros));
    }

    boolean isEmpty() {
        return rows.isEmpty();
    }

    Tuple columns() {
        int size = rows.size();
        String[][] texts = new String[8][size];
        Long[] seqs = new Long[size];
        Long[] times = new Long[size];
        for (int i = 0; i < size; i++) {
            Row row = rows.get(i);
            MessageChange change = row.change();
            seqs[i] = row.seq();
            times[i] = row.atMicros();
            texts[0][i] = change.changeId();
            texts[1][i] = change.conversationId();
            texts[2][i] = change.messageId();
            texts[4][i] = change.byParticipantId();
            switch (change) {
                case MessageEdited edit -> {
                    texts[3][i] = "edit";
                    texts[5][i] = edit.content().toString();
                    texts[6][i] = edit.details() == null ? null : new String(EventJson.write(edit.details()), UTF_8);
                }
                case MessageDeleted deletion -> texts[3][i] = "delete";
                case ReactionChanged reaction -> {
                    texts[3][i] = reaction.on() ? "on" : "off";
                    texts[7][i] = reaction.reaction();
                }
            }
        }
        return Tuple.tuple()
                .addArrayOfString(texts[0])
                .addArrayOfString(texts[1])
                .addArrayOfString(texts[2])
                .addArrayOfLong(seqs)
                .addArrayOfLong(times)
                .addArrayOfString(texts[3])
                .addArrayOfString(texts[4])
                .addArrayOfString(texts[5])
                .addArrayOfString(texts[6])
                .addArrayOfString(texts[7]);
    }
}
