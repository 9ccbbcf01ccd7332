package io.clawhub.history.ingest;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;

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

    /** For members who joined: whoever had left starts anew where it joined. */
    static final String JOINED_SQL = insert(
            """
            role = excluded.role, addressed_seq = greatest(m.addressed_seq, excluded.addressed_seq),
            since_seq = CASE WHEN m.until_seq IS NULL THEN m.since_seq
                        ELSE greatest(m.since_seq, excluded.since_seq) END,
            until_seq = NULL, until_at = NULL\
            """,
            "m.role <> excluded.role OR m.addressed_seq < excluded.addressed_seq OR m.until_seq IS NOT NULL");

    /** For members who left. A repeat changes nothing. */
    static final String LEFT_SQL =
            """
            UPDATE member m SET until_seq = r.until_seq, until_at = to_timestamp(r.at_micros / 1000000.0::float8)
            FROM unnest($1::text[], $2::text[], $3::bigint[], $4::bigint[])
                 AS r (participant_id, conversation_id, until_seq, at_micros)
            WHERE m.participant_id = r.participant_id AND m.conversation_id = r.conversation_id
              AND m.until_seq IS NULL
            """;

    /** For members who do not want to see what was said so far. */
    static final String CLEARED_SQL =
            """
            UPDATE member m SET since_seq = r.since_seq
            FROM unnest($1::text[], $2::text[], $3::bigint[]) AS r (participant_id, conversation_id, since_seq)
            WHERE m.participant_id = r.participant_id AND m.conversation_id = r.conversation_id
              AND m.since_seq < r.since_seq
            """;

    private static final String SEEN_ROLE = "member";

    private final Map<MemberKey, Row> rows = new HashMap<>();
    private final Map<MemberKey, Long> cleared = new HashMap<>();

    /** A member's role, told by the log. */
    void told(String conversationId, Member member) {
        Row row = row(conversationId, member.participantId());
        row.role = member.role();
        if (!row.isJoined) {
            row.sinceSeq = 0;
        }
    }

    /** A member joined; {@code seq} counts only if the member was unknown until now, or had left. */
    void joined(String conversationId, Member member, long seq) {
        Row row = row(conversationId, member.participantId());
        if (row.left != null || !row.isJoined && !row.isOnlySeen()) {
            row.sinceSeq = seq;
        }
        row.role = member.role();
        row.isJoined = true;
        row.leftBefore = row.left == null ? row.leftBefore : row.left;
        row.left = null;
    }

    /** A member left. */
    void left(String conversationId, String participantId, long seq, long atMicros) {
        Row row = row(conversationId, participantId);
        if (row.left == null) {
            row.left = new Left(seq, atMicros);
        }
    }

    /** A member hides from themselves what was said up to this seq. */
    void cleared(String conversationId, String participantId, long upToSeq) {
        cleared.merge(new MemberKey(participantId, conversationId), upToSeq, Math::max);
    }

    /**
     * A participant in a message.
     *
     * @param sinceSeq where its membership begins if the log has not told of it
     * @param addressedSeq the message's seq in a lobby, else 0
     */
    void seen(String conversationId, String participantId, long sinceSeq, long addressedSeq) {
        Row row = row(conversationId, participantId);
        if (row.role == null && !row.isSeen) {
            row.sinceSeq = sinceSeq;
        }
        row.isSeen = true;
        row.addressedSeq = Math.max(row.addressedSeq, addressedSeq);
    }

    private Row row(String conversationId, String participantId) {
        return rows.computeIfAbsent(new MemberKey(participantId, conversationId), key -> new Row());
    }

    /** Those whose rows are stored; who only left may have none. */
    Collection<MemberKey> keys() {
        return rows.entrySet().stream()
                .filter(row -> row.getValue().role != null || row.getValue().isSeen)
                .map(Map.Entry::getKey)
                .toList();
    }

    /** The rows for {@link #TOLD_SQL}, or null when there are none. */
    Tuple told() {
        return columns(row -> row.role != null && !row.isJoined);
    }

    /** The rows for {@link #JOINED_SQL}, or null when there are none. */
    Tuple joined() {
        return columns(row -> row.isJoined);
    }

    /** The rows for {@link #SEEN_SQL}, or null when there are none. */
    Tuple seen() {
        return columns(row -> row.role == null && row.isSeen);
    }

    /** The rows for {@link #LEFT_SQL} of those who joined again later, or null when there are none. */
    Tuple leftBefore() {
        return leavings(row -> row.leftBefore);
    }

    /** The rows for {@link #LEFT_SQL}, or null when there are none. */
    Tuple left() {
        return leavings(row -> row.left);
    }

    /** The rows for {@link #CLEARED_SQL}, or null when there are none. */
    Tuple cleared() {
        if (cleared.isEmpty()) {
            return null;
        }
        List<MemberKey> keys = List.copyOf(cleared.keySet());
        return Tuple.tuple()
                .addArrayOfString(keys.stream().map(MemberKey::participantId).toArray(String[]::new))
                .addArrayOfString(keys.stream().map(MemberKey::conversationId).toArray(String[]::new))
                .addArrayOfLong(keys.stream().map(cleared::get).toArray(Long[]::new));
    }

    private Tuple leavings(Function<Row, Left> leaving) {
        List<String> participants = new ArrayList<>();
        List<String> conversations = new ArrayList<>();
        List<Long> seqs = new ArrayList<>();
        List<Long> times = new ArrayList<>();
        rows.forEach((key, row) -> {
            Left left = leaving.apply(row);
            if (left != null) {
                participants.add(key.participantId());
                conversations.add(key.conversationId());
                seqs.add(left.seq());
                times.add(left.atMicros());
            }
        });
        return participants.isEmpty()
                ? null
                : Tuple.tuple()
                        .addArrayOfString(participants.toArray(String[]::new))
                        .addArrayOfString(conversations.toArray(String[]::new))
                        .addArrayOfLong(seqs.toArray(Long[]::new))
                        .addArrayOfLong(times.toArray(Long[]::new));
    }

    private Tuple columns(Predicate<Row> wanted) {
        List<String> participants = new ArrayList<>();
        List<String> conversations = new ArrayList<>();
        List<String> roles = new ArrayList<>();
        List<Long> since = new ArrayList<>();
        List<Long> addressed = new ArrayList<>();
        rows.forEach((key, row) -> {
            if (wanted.test(row)) {
                participants.add(key.participantId());
                conversations.add(key.conversationId());
                roles.add(row.role == null ? SEEN_ROLE : row.role);
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

    private record Left(long seq, long atMicros) {}

    private static final class Row {
        private String role;
        private boolean isJoined;
        private boolean isSeen;
        private long sinceSeq;
        private long addressedSeq;
        /** Left, with no joining after it. */
        private Left left;
        /** Left before it joined again. */
        private Left leftBefore;

        private boolean isOnlySeen() {
            return role == null && isSeen;
        }
    }
}
