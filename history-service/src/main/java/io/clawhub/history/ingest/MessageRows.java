package io.clawhub.history.ingest;

import java.util.HashMap;
import java.util.Map;

import io.vertx.mutiny.sqlclient.Tuple;

import io.clawhub.events.EventJson;
import io.clawhub.events.MessageAccepted;
import io.clawhub.events.Provenance;

import static java.nio.charset.StandardCharsets.UTF_8;

/** Messages as one array per column, in log order, for one multi-row insert. */
final class MessageRows {

    /**
     * The first in the log wins: in an earlier transaction by the conflict, in the same statement because the rows are
     * inserted in the order of the arrays. A message that does not name its service belongs to its conversation's.
     */
    static final String SQL =
            """
            INSERT INTO message (conversation_id, seq, message_id, client_msg_id, sender_id, audience, service_id,
                                 content, provenance, kind, accepted_at, details, sender_client_id,
                                 sender_profile)
            SELECT conversation_id, seq, message_id, client_msg_id, sender_id, string_to_array(audience, E'\\n'),
                   CASE WHEN service_id IS NULL AND kind IN ('service', 'channel')
                        THEN (SELECT c.service_id FROM conversation c WHERE c.id = r.conversation_id)
                        ELSE service_id END,
                   content, provenance, kind, to_timestamp(at_micros / 1000000.0::float8), details, sender_client_id,
                   sender_profile
            FROM unnest($1::text[], $2::bigint[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[],
                        $8::text[], $9::text[], $10::text[], $11::bigint[], $12::text[], $13::text[],
                        $14::text[])
                 AS r (conversation_id, seq, message_id, client_msg_id, sender_id, audience, service_id,
                       content, provenance, kind, at_micros, details, sender_client_id, sender_profile)
            ON CONFLICT DO NOTHING
            """;

    private static final int MOST_PROVENANCES = 64;

    private final String[] conversationIds;
    private final Long[] seqs;
    private final String[] messageIds;
    private final String[] clientMsgIds;
    private final String[] senderIds;
    private final String[] audiences;
    private final String[] serviceIds;
    private final String[] contents;
    private final String[] provenances;
    private final String[] kinds;
    private final Long[] times;
    private final String[] details;
    private final String[] senderClientIds;
    private final String[] senderProfiles;
    /** Nearly all messages share a few provenances. */
    private final Map<Provenance, String> written = new HashMap<>();

    private int size;

    MessageRows(int size) {
        conversationIds = new String[size];
        seqs = new Long[size];
        messageIds = new String[size];
        clientMsgIds = new String[size];
        senderIds = new String[size];
        audiences = new String[size];
        serviceIds = new String[size];
        contents = new String[size];
        provenances = new String[size];
        kinds = new String[size];
        times = new Long[size];
        details = new String[size];
        senderClientIds = new String[size];
        senderProfiles = new String[size];
    }

    void add(MessageAccepted message, long seq, long atMicros) {
        int row = size++;
        conversationIds[row] = message.conversationId();
        seqs[row] = seq;
        messageIds[row] = message.messageId();
        clientMsgIds[row] = message.clientMsgId();
        senderIds[row] = message.senderId();
        audiences[row] = String.join("\n", message.audience());
        serviceIds[row] = message.serviceId();
        contents[row] = message.content() == null ? "null" : message.content().toString();
        provenances[row] = provenance(message.provenance());
        kinds[row] = message.kind().wireName();
        times[row] = atMicros;
        details[row] = message.details() == null ? null : json(message.details());
        senderClientIds[row] = message.senderClientId();
        senderProfiles[row] = message.senderProfile() == null ? null : json(message.senderProfile());
    }

    int size() {
        return size;
    }

    Tuple columns() {
        return Tuple.tuple()
                .addArrayOfString(conversationIds)
                .addArrayOfLong(seqs)
                .addArrayOfString(messageIds)
                .addArrayOfString(clientMsgIds)
                .addArrayOfString(senderIds)
                .addArrayOfString(audiences)
                .addArrayOfString(serviceIds)
                .addArrayOfString(contents)
                .addArrayOfString(provenances)
                .addArrayOfString(kinds)
                .addArrayOfLong(times)
                .addArrayOfString(details)
                .addArrayOfString(senderClientIds)
                .addArrayOfString(senderProfiles);
    }

    private static String json(Object value) {
        return new String(EventJson.write(value), UTF_8);
    }

    private String provenance(Provenance provenance) {
        if (provenance == null) {
            return null;
        }
        String json = written.get(provenance);
        if (json == null) {
            json = json(provenance);
            if (written.size() < MOST_PROVENANCES) {
                written.put(provenance, json);
            }
        }
        return json;
    }
}
