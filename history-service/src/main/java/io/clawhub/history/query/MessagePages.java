package io.clawhub.history.query;

import java.util.concurrent.ExecutorService;

import io.quarkus.virtual.threads.VirtualThreads;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;

import io.clawhub.events.archive.HistoryPage;
import io.clawhub.events.archive.ReplayRequest;
import io.clawhub.history.HistoryConfig;

/** Pages of what a participant may see. */
@ApplicationScoped
class MessagePages {

    private static final String IN_CONVERSATION =
            "SELECT " + PageSql.COLUMNS + " FROM message m WHERE m.conversation_id = $1 AND m.seq <= (SELECT "
                    + PageSql.lastSeqOfMember()
                    + " FROM member mb WHERE mb.participant_id = $2 AND mb.conversation_id = $1) AND "
                    + PageSql.visibleTo("$2", PageSql.sinceSeqOf("$2", "$1"));

    private static final String BACKWARD = PageSql.page(
            IN_CONVERSATION + " AND m.seq < $3 ORDER BY m.seq DESC LIMIT $4::int + 1", "m.seq DESC", "$4", "$5");

    private static final String FORWARD =
            PageSql.page(IN_CONVERSATION + " AND m.seq > $3 ORDER BY m.seq LIMIT $4::int + 1", "m.seq", "$4", "$5");

    private static final String BEFORE =
            "(m.accepted_at, m.conversation_id, m.seq) < ($3::timestamptz, $4::text COLLATE \"C\", $5::bigint)";

    /**
     * The newest messages can only be in the conversations whose own newest ones are the newest: first one message of
     * each, then a page's worth of those few.
     */
    private static final String OF_PARTICIPANT = PageSql.page(
            """
            SELECT %1$s FROM (
                SELECT m.conversation_id AS id, m.accepted_at, m.conversation_id, m.seq,
                       mb.since_seq, mb.until_at, %5$s AS ceiling FROM member mb
                CROSS JOIN LATERAL (
                    SELECT m.conversation_id, m.accepted_at, m.seq FROM message m
                    WHERE m.conversation_id = mb.conversation_id AND %6$s AND %3$s
                      AND m.accepted_at <= coalesce(mb.until_at, 'infinity') AND m.seq <= %5$s
                    ORDER BY m.accepted_at DESC, m.seq DESC LIMIT 1) m
                WHERE mb.participant_id = $1
                ORDER BY %4$s LIMIT $2::int + 1) newest
            CROSS JOIN LATERAL (
                SELECT m.* FROM message m WHERE m.conversation_id = newest.id AND %2$s AND %3$s
                  AND m.accepted_at <= coalesce(newest.until_at, 'infinity') AND m.seq <= newest.ceiling
                ORDER BY m.accepted_at DESC, m.seq DESC LIMIT $2::int + 1) m
            ORDER BY %4$s LIMIT $2::int + 1
            """
                    .formatted(
                            PageSql.COLUMNS,
                            PageSql.visibleTo("$1", "newest.since_seq"),
                            BEFORE,
                            PageSql.NEWEST,
                            PageSql.lastSeqOfMember(),
                            PageSql.visibleTo("$1", "mb.since_seq")),
            PageSql.NEWEST,
            "$2",
            "$6");

    /** What is said through a service concerns two: found from either place in the audience, each by its own index. */
    private static final String ADDRESSED =
            """
            (SELECT m.conversation_id, m.accepted_at, m.seq FROM message m
             WHERE m.audience[%d] = $1 AND m.service_id = $7 AND %s ORDER BY %s LIMIT $2::int + 1)
            """;

    private static final String THROUGH_SERVICE = PageSql.page(
            """
            SELECT %1$s FROM (
                SELECT m.* FROM (%2$s UNION %3$s) m ORDER BY %4$s LIMIT $2::int + 1) newest
            CROSS JOIN LATERAL (
                SELECT m.* FROM message m WHERE m.conversation_id = newest.conversation_id AND m.seq = newest.seq
                LIMIT 1) m
            """
                    .formatted(
                            PageSql.COLUMNS,
                            ADDRESSED.formatted(1, BEFORE, PageSql.NEWEST),
                            ADDRESSED.formatted(2, BEFORE, PageSql.NEWEST),
                            PageSql.NEWEST),
            PageSql.NEWEST,
            "$2",
            "$6");

    /** Each lobby's newest that concerns the participant is known: it need not be searched for. */
    private static final String LATEST = PageSql.page(
            """
            SELECT %1$s FROM member mb JOIN conversation c ON c.id = mb.conversation_id
            CROSS JOIN LATERAL (
                SELECT m.* FROM message m
                WHERE m.conversation_id = mb.conversation_id AND %2$s
                  AND m.seq <= least(greatest(c.common_seq, mb.addressed_seq), %3$s)
                ORDER BY m.seq DESC LIMIT 1) m
            WHERE mb.participant_id = $1
            ORDER BY %4$s LIMIT $2::int + 1
            """
                    .formatted(
                            PageSql.COLUMNS,
                            PageSql.visibleTo("$1", "mb.since_seq"),
                            PageSql.lastSeqOfMember(),
                            PageSql.NEWEST),
            PageSql.NEWEST,
            "$2",
            "$3");

    private final Pool pool;
    private final HistoryConfig config;
    private final ExecutorService virtualThreads;

    MessagePages(Pool pool, HistoryConfig config, @VirtualThreads ExecutorService virtualThreads) {
        this.pool = pool;
        this.config = config;
        this.virtualThreads = virtualThreads;
    }

    /** The newest messages of a conversation before a seq. */
    Uni<HistoryPage> before(String conversationId, String participantId, long seq, int limit) {
        return page(BACKWARD, Tuple.of(conversationId, participantId, seq, limit, config.pageBytes()))
                .map(PageRows::reversed);
    }

    /** The oldest messages of a conversation after a seq. */
    Uni<HistoryPage> after(String conversationId, String participantId, long seq, int limit) {
        return page(FORWARD, Tuple.of(conversationId, participantId, seq, limit, config.pageBytes()))
                .map(PageRows::inOrder);
    }

    /** The newest messages of a participant before a place, over all conversations. */
    Uni<HistoryPage> ofParticipant(String participantId, ReplayRequest.Mark before, int limit) {
        return page(OF_PARTICIPANT, parameters(participantId, before, limit)).map(PageRows::reversed);
    }

    /** The newest messages said through a service, in whichever conversation, that were addressed to the participant. */
    Uni<HistoryPage> throughService(String participantId, String serviceId, ReplayRequest.Mark before, int limit) {
        return page(THROUGH_SERVICE, parameters(participantId, before, limit).addString(serviceId))
                .map(PageRows::reversed);
    }

    /** The newest message of each of a participant's conversations: of those that were last spoken in, oldest first. */
    Uni<HistoryPage> latest(String participantId, int limit) {
        return page(LATEST, Tuple.of(participantId, limit, config.pageBytes())).map(PageRows::reversed);
    }

    private Tuple parameters(String participantId, ReplayRequest.Mark before, int limit) {
        return Tuple.tuple()
                .addString(participantId)
                .addInteger(limit)
                .addOffsetDateTime(Asked.time(before.at()))
                .addString(before.conversationId())
                .addLong(before.seq())
                .addInteger(config.pageBytes());
    }

    private Uni<PageRows> page(String sql, Tuple parameters) {
        // Up to megabytes of JSON are read: not on an event loop.
        return pool.preparedQuery(sql)
                .execute(parameters)
                .emitOn(virtualThreads)
                .map(PageRows::of);
    }
}
