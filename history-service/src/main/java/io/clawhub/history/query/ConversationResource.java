package io.clawhub.history.query;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import org.jboss.resteasy.reactive.RestPath;

import io.clawhub.events.archive.HistoryPage;
import io.clawhub.history.archive.Membership;

/** One conversation's messages, as one of its members sees them. */
@Path("/api/conversations/{id}/messages")
@Produces(MediaType.APPLICATION_JSON)
public class ConversationResource {

    private final MessagePages pages;
    private final Answers answers;

    ConversationResource(MessagePages pages, Answers answers) {
        this.pages = pages;
        this.answers = answers;
    }

    /** A page, oldest first: the newest, the newest before a seq, or the oldest after a seq. */
    @GET
    public Uni<HistoryPage> messages(
            @RestPath String id,
            @QueryParam("participant") String participant,
            @QueryParam("before") String before,
            @QueryParam("after") String after,
            @QueryParam("limit") String limit,
            @QueryParam("positions") String positions) {
        Asked.id("conversation", id);
        Asked.id("participant", participant);
        Long beforeSeq = Asked.number("before", before);
        Long afterSeq = Asked.number("after", after);
        int most = Asked.limit(limit);
        if (beforeSeq != null && afterSeq != null) {
            throw new BadRequestException("either before or after");
        }
        return answers.onceStored(Asked.positions(positions), () -> Panache.withSession(
                        () -> Membership.exists(participant, id))
                .flatMap(member -> {
                    if (!member) {
                        throw new NotFoundException("no such conversation");
                    }
                    return afterSeq != null
                            ? pages.after(id, participant, afterSeq, most)
                            : pages.before(id, participant, beforeSeq == null ? Long.MAX_VALUE : beforeSeq, most);
                }));
    }
}
