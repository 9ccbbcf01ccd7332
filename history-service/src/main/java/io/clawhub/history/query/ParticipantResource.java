package io.clawhub.history.query;

import java.util.List;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import org.jboss.resteasy.reactive.RestPath;

import io.clawhub.events.CursorMoved;
import io.clawhub.events.archive.HistoryPage;
import io.clawhub.events.archive.ReplayRequest;
import io.clawhub.history.archive.ClientCursor;

/** What concerns one participant, over all its conversations. */
@Path("/api/participants/{id}")
@Produces(MediaType.APPLICATION_JSON)
public class ParticipantResource {

    /** The last time PostgreSQL and Java both hold with room to spare: 9999-12-31. */
    private static final long END_OF_TIME_MILLIS = 253_402_214_400_000L;

    private final MessagePages pages;
    private final UnreadCounts unread;
    private final Answers answers;

    ParticipantResource(MessagePages pages, UnreadCounts unread, Answers answers) {
        this.pages = pages;
        this.unread = unread;
        this.answers = answers;
    }

    /**
     * The newest messages said or received, oldest first in the page. The next page back is asked for with the first
     * message's time, and its conversation and seq so that messages of the same millisecond are not skipped.
     */
    @GET
    @Path("/messages")
    public Uni<HistoryPage> messages(
            @RestPath String id,
            @QueryParam("before_ms") String beforeMillis,
            @QueryParam("before_conversation") String beforeConversation,
            @QueryParam("before_seq") String beforeSeq,
            @QueryParam("limit") String limit,
            @QueryParam("positions") String positions) {
        Asked.id("participant", id);
        Asked.optionalId("before_conversation", beforeConversation);
        Long millis = Asked.number("before_ms", beforeMillis);
        Long seq = Asked.number("before_seq", beforeSeq);
        var mark = new ReplayRequest.Mark(
                millis == null ? END_OF_TIME_MILLIS : Math.clamp(millis, 0, END_OF_TIME_MILLIS),
                beforeConversation == null ? "" : beforeConversation,
                seq == null ? 0 : seq);
        int most = Asked.limit(limit);
        return answers.onceStored(Asked.positions(positions), () -> pages.ofParticipant(id, mark, most));
    }

    /** The cursors of the participant's clients, or of one of them. */
    @GET
    @Path("/cursors")
    public Uni<List<CursorMoved>> cursors(@RestPath String id, @QueryParam("client") String client) {
        Asked.id("participant", id);
        Asked.optionalId("client", client);
        return answers.of(() -> Panache.withSession(() -> ClientCursor.of(id, client)))
                .map(cursors -> cursors.stream()
                        .map(cursor -> new CursorMoved(
                                cursor.participantId,
                                cursor.clientId,
                                cursor.conversationId,
                                cursor.deliveredSeq,
                                cursor.readSeq))
                        .toList());
    }

    /** How many unread messages each conversation has; conversations without are left out. */
    @GET
    @Path("/unread")
    public Uni<List<UnreadCounts.Unread>> unread(@RestPath String id) {
        Asked.id("participant", id);
        return answers.of(() -> unread.of(id));
    }
}
