package io.clawhub.history.query;

import java.time.OffsetDateTime;
import java.util.List;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import org.jboss.resteasy.reactive.RestPath;

import io.clawhub.events.CursorMoved;
import io.clawhub.events.archive.FindRequest;
import io.clawhub.events.archive.FoundMessage;
import io.clawhub.events.archive.HistoryPage;
import io.clawhub.events.archive.ReplayRequest;
import io.clawhub.events.archive.UnreadCount;
import io.clawhub.history.archive.ClientCursor;

/** What concerns one participant, over all its conversations. */
@Path("/api/participants/{id}")
@Produces(MediaType.APPLICATION_JSON)
public class ParticipantResource {

    private static final HistoryPage NOTHING = new HistoryPage(List.of(), false);

    private final MessagePages pages;
    private final Places places;
    private final UnreadCounts unread;
    private final Finding finding;
    private final Answers answers;

    ParticipantResource(MessagePages pages, Places places, UnreadCounts unread, Finding finding, Answers answers) {
        this.pages = pages;
        this.places = places;
        this.unread = unread;
        this.finding = finding;
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

    /** The newest message of each conversation, oldest first: of those conversations that were last spoken in. */
    @GET
    @Path("/latest")
    public Uni<HistoryPage> latest(
            @RestPath String id, @QueryParam("limit") String limit, @QueryParam("positions") String positions) {
        Asked.id("participant", id);
        int most = Asked.limit(limit);
        return answers.onceStored(Asked.positions(positions), () -> pages.latest(id, most));
    }

    /** Where messages stand and who said them; those that the participant may not see are left out. */
    @POST
    @Path("/messages/find")
    @Consumes(MediaType.APPLICATION_JSON)
    public Uni<List<FoundMessage>> find(
            @RestPath String id, @QueryParam("positions") String positions, FindRequest request) {
        Asked.id("participant", id);
        if (request == null
                || request.messageIds().isEmpty()
                || request.messageIds().size() > FindRequest.MOST) {
            throw new BadRequestException("1 to " + FindRequest.MOST + " messageIds are required");
        }
        request.messageIds().forEach(message -> Asked.id("messageIds", message));
        return answers.onceStored(Asked.positions(positions), () -> finding.find(id, request.messageIds()));
    }

    /** How many unread messages each conversation has; conversations without are left out. */
    @GET
    @Path("/unread")
    public Uni<List<UnreadCount>> unread(@RestPath String id, @QueryParam("positions") String positions) {
        Asked.id("participant", id);
        return answers.onceStored(Asked.positions(positions), () -> unread.of(id));
    }
}
