package io.clawhub.history.query;

import java.util.Map;
import java.util.concurrent.ExecutorService;

import io.quarkus.virtual.threads.VirtualThreads;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;

import io.clawhub.events.Topics;
import io.clawhub.events.archive.ReplayPage;
import io.clawhub.events.archive.ReplayRequest;
import io.clawhub.history.HistoryConfig;
import io.clawhub.history.archive.StoredPositions;

/** What a participant's client has not received. */
@ApplicationScoped
class Replays {

    private static final String ORDER = "m.accepted_at, m.conversation_id, m.seq";

    /**
     * Conversations with news first: one index look-up per membership, and messages are touched only behind the cursor of
     * those that have some.
     */
    private static final String REPLAY = PageSql.page(
            """
            SELECT %1$s FROM (
                SELECT mb.conversation_id AS id,
                       greatest(mb.since_seq, cu.delivered_seq, asked.seq,
                                CASE WHEN mb.conversation_id = $6 THEN $7::bigint END) AS floor,
                       %4$s AS ceiling
                FROM member mb
                JOIN conversation c ON c.id = mb.conversation_id
                LEFT JOIN cursor cu ON cu.participant_id = $1 AND cu.client_id = $2
                                   AND cu.conversation_id = mb.conversation_id
                LEFT JOIN unnest($3::text[], $4::bigint[]) AS asked (id, seq) ON asked.id = mb.conversation_id
                WHERE mb.participant_id = $1 AND c.last_at >= $5::timestamptz
                  AND least(greatest(c.common_seq, mb.addressed_seq), mb.until_seq)
                      > greatest(mb.since_seq, cu.delivered_seq, asked.seq)
            ) news
            CROSS JOIN LATERAL (
                SELECT m.* FROM message m
                WHERE m.conversation_id = news.id AND m.seq > news.floor AND m.seq <= news.ceiling
                  AND (m.sender_id <> $1 OR $10::boolean AND m.sender_client_id <> $2) AND %2$s
                  AND (m.accepted_at, m.conversation_id, m.seq)
                      > ($5::timestamptz, $6::text COLLATE "C", $7::bigint)
                ORDER BY m.seq LIMIT $8::int + 1) m
            ORDER BY %3$s LIMIT $8::int + 1
            """
                    .formatted(
                            PageSql.COLUMNS, PageSql.visibleTo("$1", "news.floor"), ORDER, PageSql.lastSeqOfMember()),
            ORDER,
            "$8",
            "$9");

    private static final ReplayRequest.Mark START = new ReplayRequest.Mark(0, "", 0);

    private final Pool pool;
    private final HistoryConfig config;
    private final ExecutorService virtualThreads;

    Replays(Pool pool, HistoryConfig config, @VirtualThreads ExecutorService virtualThreads) {
        this.pool = pool;
        this.config = config;
        this.virtualThreads = virtualThreads;
    }

    /** The next page, with positions read before its rows: the page holds at least what the positions claim. */
    Uni<ReplayPage> replay(ReplayRequest request) {
        Tuple parameters = parameters(request);
        return pool.withConnection(connection -> connection
                        .preparedQuery(StoredPositions.sql())
                        .execute(Tuple.of(Topics.CHAT_EVENTS.topic()))
                        .flatMap(positions -> connection
                                .preparedQuery(REPLAY)
                                .execute(parameters)
                                .map(rows -> new Found(StoredPositions.from(positions), rows))))
                .emitOn(virtualThreads)
                .map(Found::page);
    }

    private Tuple parameters(ReplayRequest request) {
        ReplayRequest.Mark after = request.after() == null ? START : request.after();
        String[] conversations = request.cursors().keySet().toArray(String[]::new);
        Long[] seqs = new Long[conversations.length];
        for (int i = 0; i < seqs.length; i++) {
            seqs[i] = request.cursors().get(conversations[i]);
        }
        return Tuple.tuple()
                .addString(request.participantId())
                .addString(request.clientId())
                .addArrayOfString(conversations)
                .addArrayOfLong(seqs)
                .addOffsetDateTime(Asked.time(after.at()))
                .addString(after.conversationId())
                .addLong(after.seq())
                .addInteger(Asked.limit(request.limit()))
                .addInteger(config.pageBytes())
                .addBoolean(request.ownCopies());
    }

    private record Found(Map<Integer, Long> positions, RowSet<Row> rows) {
        ReplayPage page() {
            PageRows page = PageRows.of(rows);
            return new ReplayPage(page.messages(), page.hasMore(), positions);
        }
    }
}
