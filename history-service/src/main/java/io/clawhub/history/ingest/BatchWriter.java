package io.clawhub.history.ingest;

import java.util.ArrayList;
import java.util.List;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;

import io.clawhub.history.HistoryConfig;

/** Stores a batch and its positions in one transaction: at most ten statements, sent without waiting in between. */
@ApplicationScoped
class BatchWriter {

    private final Pool pool;
    private final String settings;

    BatchWriter(Pool pool, HistoryConfig config) {
        this.pool = pool;
        // Not waiting for the disk is safe here: rows and positions are lost together or not at all, and Kafka has the
        // records for 7 days. What a crash of the server takes back is read again.
        this.settings = "SELECT set_config('synchronous_commit', 'off', true), set_config('statement_timeout', '"
                + config.storeWithin().toMillis() + "', true)";
    }

    /**
     * Stores all of the batch or nothing; the item is the number of messages that were new.
     *
     * @return fails with {@link StaleConsumerException} when a position is not where the batch expects it
     */
    Uni<Integer> write(Batch batch) {
        return pool.withTransaction(connection -> {
            List<Uni<RowSet<Row>>> statements = statements(batch, connection);
            return Uni.join().all(statements).andFailFast().map(results -> {
                if (results.get(1).rowCount() != batch.moves().size()) {
                    throw new StaleConsumerException();
                }
                // Every message has its conversation's row, so theirs is the fourth statement.
                return batch.messages().size() == 0 ? 0 : results.get(3).rowCount();
            });
        });
    }

    private List<Uni<RowSet<Row>>> statements(Batch batch, SqlConnection connection) {
        List<Uni<RowSet<Row>>> statements = new ArrayList<>();
        statements.add(connection.query(settings).execute());
        // First, for its row locks: whoever else stores these partitions waits here.
        add(statements, connection, PositionMoves.SQL, batch.moves().columns());
        // Before the messages, which look up their conversation's service.
        if (!batch.conversations().isEmpty()) {
            add(
                    statements,
                    connection,
                    ConversationRows.SQL,
                    batch.conversations().columns());
        }
        if (batch.messages().size() > 0) {
            add(statements, connection, MessageRows.SQL, batch.messages().columns());
        }
        // Behind the messages, which may be what they change.
        if (!batch.changes().isEmpty()) {
            add(statements, connection, ChangeRows.SQL, batch.changes().columns());
        }
        // Who left and came back left first.
        add(statements, connection, MemberRows.LEFT_SQL, batch.members().leftBefore());
        add(statements, connection, MemberRows.TOLD_SQL, batch.members().told());
        add(statements, connection, MemberRows.JOINED_SQL, batch.members().joined());
        add(statements, connection, MemberRows.LEFT_SQL, batch.members().left());
        add(statements, connection, MemberRows.SEEN_SQL, batch.members().seen());
        add(statements, connection, MemberRows.CLEARED_SQL, batch.members().cleared());
        if (!batch.cursors().isEmpty()) {
            add(statements, connection, CursorRows.SQL, batch.cursors().columns());
        }
        return statements;
    }

    private static void add(List<Uni<RowSet<Row>>> statements, SqlConnection connection, String sql, Tuple columns) {
        if (columns != null) {
            statements.add(connection.preparedQuery(sql).execute(columns));
        }
    }
}
