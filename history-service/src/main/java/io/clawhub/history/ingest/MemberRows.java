package io.clawhub.history.ingest;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.vertx.mutiny.sqlclient.Tuple;

import io.clawhub.events.Member;
import io.clawhub.history.archive.MemberKey;

/**
 * What a batch says about members. The log names members twice: when they join, with their role, and in the audience of
 * a message, which may come first. A role once told stays; a message never changes it.
 */
final class MemberRows {

    /** For members with a told role. */
    static final String TOLD_SQL = insert(
            "role = excluded.role, addressed_seq = greatest(m.addressed_seq, excluded.addressed_seq)",
            "m.role <> excluded.role OR m.addressed_seq < excluded.addressed_seq");

    /** For members seen in an audience. */
    static final String SEEN_SQL =
            insert("addressed_seq = excluded.addressed_seq", "m.addressed_seq < excluded.addressed_seq");

    private static final String SEEN_ROLE = "member";

    private final Map<MemberKey, Row> rows = new HashMap<>();

    /** A member's role, told by the log; {@code sinceSeq} counts only if the member was unknown until now. */
    void told(String conversationId, Member member, long sinceSeq) {
        Row row = rows.computeIfAbsent(new MemberKey(member.participantId(), conversationId), key -> new Row(sinceSeq));
        row.role = member.role();
    }

    /** A participant in a message; {@code addressedSeq} is the message's seq in a lobby, else 0. */
    void seen(String conversationId, String participantId, long addressedSeq) {
        Row row = rows.computeIfAbsent(new MemberKey(participantId, conversationId), key -> new Row(0));
        row.addressedSeq = Math.max(row.addressedSeq, addressedSeq);
    }

    Collection<MemberKey> keys() {
        return rows.keySet();
    }

    /** The rows for {@link #TOLD_SQL}, or null when there are none. */
    Tuple told() {
        return columns(true);
    }

    /** The rows for {@link #SEEN_SQL}, or null when there are none. */
    Tuple seen() {
        return columns(false);
    }

    private Tuple columns(boolean told) {
        List<String> participants = new ArrayList<>();
        List<String> conversations = new ArrayList<>();
        List<String> roles = new ArrayList<>();
        List<Long> since = new ArrayList<>();
        List<Long> addressed = new ArrayList<>();
        rows.forEach((key, row) -> {
            if (told == (row.role != null)) {
                participants.add(key.participantId());
                conversations.add(key.conversationId());
                roles.add(told ? row.role : SEEN_ROLE);
                since.add(row.sinceSeq);
                addressed.add(row.addressedSeq);
            }
        });
        if (participants.isEmpty()) {
            return null;
        }
        return Tuple.tuple()
                .addArrayOfString(participants.toArray(String[]::new))
                .addArrayOfString(conversations.toArray(String[]::new))
                .addArrayOfString(roles.toArray(String[]::new))
                .addArrayOfLong(since.toArray(Long[]::new))
                .addArrayOfLong(addressed.toArray(Long[]::new));
    }

    private static String insert(String update, String condition) {
        return """
               INSERT INTO member AS m (participant_id, conversation_id, role, since_seq, addressed_seq)
               SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::bigint[], $5::bigint[])
               ON CONFLICT (participant_id, conversation_id) DO UPDATE SET %s WHERE %s
               """
                .formatted(update, condition);
    }

    private static final class Row {
        private final long sinceSeq;
        private String role;
        private long addressedSeq;

        Row(long sinceSeq) {
            this.sinceSeq = sinceSeq;
        }
    }
}
