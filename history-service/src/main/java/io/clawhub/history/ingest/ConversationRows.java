package io.clawhub.history.ingest;

import java.util.HashMap;
import java.util.Map;

import io.vertx.mutiny.sqlclient.Tuple;

import io.clawhub.events.ConversationChanged;
import io.clawhub.events.ConversationKind;
import io.clawhub.events.ConversationOpened;
import io.clawhub.events.MessageAccepted;

/** What a batch says about conversations: one row each, however many messages it has. */
final class ConversationRows {

    static final String SQL =
            """
            INSERT INTO conversation AS c (id, kind, service_id, last_seq, common_seq, last_at, name)
            SELECT id, kind, service_id, last_seq, common_seq, to_timestamp(at_micros / 1000000.0::float8), name
            FROM unnest($1::text[], $2::text[], $3::text[], $4::bigint[], $5::bigint[], $6::bigint[], $7::text[])
                 AS r (id, kind, service_id, last_seq, common_seq, at_micros, name)
            ON CONFLICT (id) DO UPDATE SET
                name       = coalesce(excluded.name, c.name),
                service_id = coalesce(c.service_id, excluded.service_id),
                last_seq   = greatest(c.last_seq, excluded.last_seq),
                common_seq = greatest(c.common_seq, excluded.common_seq),
                last_at    = greatest(c.last_at, excluded.last_at)
            """;

    private final Map<String, Row> rows = new HashMap<>();

    void opened(ConversationOpened opened) {
        Row row = rows.computeIfAbsent(
                opened.conversationId(), id -> new Row(opened.kind().wireName()));
        row.serviceId = opened.serviceId();
        row.name = opened.name();
    }

    /** A group may have a new name; the changes of others are for the gateways. */
    void changed(ConversationChanged change) {
        if (change.kind() == ConversationKind.GROUP && change.text() != null) {
            rows.computeIfAbsent(
                            change.conversationId(), id -> new Row(change.kind().wireName()))
                    .name = change.text();
        }
    }

    /** Takes note of a message; {@code common} when it concerns every member. */
    void message(MessageAccepted message, long seq, long atMicros, boolean common) {
        Row row = rows.get(message.conversationId());
        if (row == null) {
            row = new Row(message.kind().wireName());
            rows.put(message.conversationId(), row);
        }
        row.lastSeq = seq;
        row.lastAtMicros = atMicros;
        if (common) {
            row.commonSeq = seq;
        }
    }

    boolean isEmpty() {
        return rows.isEmpty();
    }

    Tuple columns() {
        int size = rows.size();
        String[] ids = new String[size];
        String[] kinds = new String[size];
        String[] serviceIds = new String[size];
        Long[] lastSeqs = new Long[size];
        Long[] commonSeqs = new Long[size];
        Long[] times = new Long[size];
        String[] names = new String[size];
        int i = 0;
        for (Map.Entry<String, Row> entry : rows.entrySet()) {
            Row row = entry.getValue();
            ids[i] = entry.getKey();
            kinds[i] = row.kind;
            serviceIds[i] = row.serviceId;
            lastSeqs[i] = row.lastSeq;
            commonSeqs[i] = row.commonSeq;
            times[i] = row.lastAtMicros;
            names[i++] = row.name;
        }
        return Tuple.tuple()
                .addArrayOfString(ids)
                .addArrayOfString(kinds)
                .addArrayOfString(serviceIds)
                .addArrayOfLong(lastSeqs)
                .addArrayOfLong(commonSeqs)
                .addArrayOfLong(times)
                .addArrayOfString(names);
    }

    private static final class Row {
        private final String kind;
        private String serviceId;
        private long lastSeq;
        private long commonSeq;
        private Long lastAtMicros;
        private String name;

        Row(String kind) {
            this.kind = kind;
        }
    }
}
