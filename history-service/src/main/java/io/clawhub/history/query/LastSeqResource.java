package io.clawhub.history.query;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

/** Where conversations end, many at a time: whether something was said since. */
@Path("/api/last-seqs")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public class LastSeqResource {

    /** As many as a list of conversations has. */
    private static final int MAX_ASKED = 500;

    private static final String LAST = "SELECT id, last_seq FROM conversation WHERE id = ANY ($1) AND last_seq > 0";

    private final Pool pool;
    private final Answers answers;

    LastSeqResource(Pool pool, Answers answers) {
        this.pool = pool;
        this.answers = answers;
    }

    /** Conversation id to the seq of its newest message; those in which nothing was said are left out. */
    @POST
    public Uni<Map<String, Long>> lastSeqs(List<String> ids) {
        if (ids == null || ids.size() > MAX_ASKED) {
            throw new BadRequestException("a list of at most " + MAX_ASKED + " conversations is required");
        }
        ids.forEach(id -> Asked.id("conversation", id));
        return answers.of(() -> pool.preparedQuery(LAST)
                .execute(Tuple.of(ids.toArray(String[]::new)))
                .map(rows -> {
                    Map<String, Long> seqs = HashMap.newHashMap(rows.size());
                    for (Row row : rows) {
                        seqs.put(row.getString(0), row.getLong(1));
                    }
                    return seqs;
                }));
    }
}
