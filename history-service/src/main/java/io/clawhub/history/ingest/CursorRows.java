package io.clawhub.history.ingest;

import java.util.HashMap;
import java.util.Map;

import io.vertx.mutiny.sqlclient.Tuple;

import io.clawhub.events.CursorMoved;
import io.clawhub.history.archive.ClientCursor;

/** The cursors of a batch, the furthest of each. They only move forward. */
final class CursorRows {

    static final String SQL =
            """
            INSERT INTO cursor AS c (participant_id, client_id, conversation_id, delivered_seq, read_seq)
            SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::bigint[], $5::bigint[])
            ON CONFLICT (participant_id, client_id, conversation_id) DO UPDATE SET
                delivered_seq = greatest(c.delivered_seq, excluded.delivered_seq),
                read_seq      = greatest(c.read_seq, excluded.read_seq)
            WHERE excluded.delivered_seq > c.delivered_seq OR excluded.read_seq > c.read_seq
            """;

    private final Map<ClientCursor.Key, CursorMoved> rows = new HashMap<>();

    void add(CursorMoved moved) {
        rows.merge(
                new ClientCursor.Key(moved.participantId(), moved.clientId(), moved.conversationId()),
                moved,
                CursorRows::further);
    }

    boolean isEmpty() {
        return rows.isEmpty();
    }

    Tuple columns() {
        int size = rows.size();
        String[] participants = new String[size];
        String[] clients = new String[size];
        String[] conversations = new String[size];
        Long[] delivered = new Long[size];
        Long[] read = new Long[size];
        int i = 0;
        for (CursorMoved moved : rows.values()) {
            participants[i] = moved.participantId();
            clients[i] = moved.clientId();
            conversations[i] = moved.conversationId();
            delivered[i] = moved.deliveredSeq();
            read[i++] = moved.readSeq();
        }
        return Tuple.tuple()
                .addArrayOfString(participants)
                .addArrayOfString(clients)
                .addArrayOfString(conversations)
                .addArrayOfLong(delivered)
                .addArrayOfLong(read);
    }

    private static CursorMoved further(CursorMoved one, CursorMoved other) {
        return new CursorMoved(
                one.participantId(),
                one.clientId(),
                one.conversationId(),
                Math.max(one.deliveredSeq(), other.deliveredSeq()),
                Math.max(one.readSeq(), other.readSeq()));
    }
}
