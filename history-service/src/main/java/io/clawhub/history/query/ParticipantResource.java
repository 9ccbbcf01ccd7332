package io.clawhub.history.query;

import java.time.OffsetDateTime;
import java.util.List;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.BeanParam;
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

    private static final HistoryPage NOTHING = new HistoryPage(List.of(), false);

    private final MessagePages pages;
    private final Places places;
    private final UnreadCounts unread;
    private final Answers answers;

    ParticipantResource(MessagePages pages, Places places, UnreadCounts unread, Answers answers) {
        this.pages = pages;
        this.places = places;
        this.unread = unread;
        this.answers = answers;
    }

    /**
     * The newest messages said or received, oldest first in the page; with {@code service} those said through it, which
     * need not be registered. The next page back is asked for with the first message's id, or with its time, and its
     * conversation and seq so that messages that other conversations have of the same microsecond are not skipped.
     */
    @GET
    @Path("/messages")
    public Uni<HistoryPage> messages(
            @RestPath String id,
            @QueryParam("service") String service,
            @QueryParam("before_conversation") String beforeConversation,
            @QueryParam("before_seq") String beforeSeq,
            @BeanParam PageQuestion question) {
        Asked.id("participant", id);
        Asked.optionalId("service", service);
        ReplayRequest.Mark mark = mark(beforeConversation, beforeSeq, question);
        String message = question.message();
        int most = question.most();
        return answers.onceStored(question.stored(), () -> {
            if (message == null) {
                return page(id, service, mark, most);
            }
            return places.ofParticipant(id, service, message)
                    .chain(found -> found == null ? Uni.createFrom().item(NOTHING) : page(id, service, found, most));
        });
    }

    private Uni<HistoryPage> page(String id, String service, ReplayRequest.Mark before, int most) {
        return service == null
                ? pages.ofParticipant(id, before, most)
                : pages.throughService(id, service, before, most);
    }

    private static ReplayRequest.Mark mark(String beforeConversation, String beforeSeq, PageQuestion question) {
        Asked.oneOf("before_message, before_time", question.beforeMessage, question.beforeTime);
        Asked.optionalId("before_conversation", beforeConversation);
        Long seq = Asked.number("before_seq", beforeSeq);
        OffsetDateTime time = question.time();
        return ReplayRequest.Mark.of(
                time == null ? Asked.END_OF_TIME : time.toInstant(),
                beforeConversation == null ? "" : beforeConversation,
                seq == null ? 0 : seq);
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
