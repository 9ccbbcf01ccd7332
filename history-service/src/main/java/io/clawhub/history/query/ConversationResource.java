package io.clawhub.history.query;

import java.time.OffsetDateTime;
import java.util.List;
import java.util.function.Supplier;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.BeanParam;
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

    private static final HistoryPage NOTHING = new HistoryPage(List.of(), false);

    private final MessagePages pages;
    private final Places places;
    private final Answers answers;

    ConversationResource(MessagePages pages, Places places, Answers answers) {
        this.pages = pages;
        this.places = places;
        this.answers = answers;
    }

    /** A page, oldest first: the newest, the newest before a seq, a message or a time, or the oldest after a seq. */
    @GET
    public Uni<HistoryPage> messages(
            @RestPath String id,
            @QueryParam("participant") String participant,
            @QueryParam("before") String before,
            @QueryParam("after") String after,
            @BeanParam PageQuestion question) {
        Asked.id("conversation", id);
        Asked.id("participant", participant);
        Asked.oneOf(
                "before, after, before_message, before_time",
                before,
                after,
                question.beforeMessage,
                question.beforeTime);
        Long afterSeq = Asked.number("after", after);
        int most = question.most();
        Supplier<Uni<Long>> place = place(id, participant, Asked.number("before", before), question);
        return answers.onceStored(question.stored(), () -> Panache.withSession(() -> Membership.exists(participant, id))
                .chain(member -> {
                    if (!member) {
                        throw new NotFoundException("no such conversation");
                    }
                    if (afterSeq != null) {
                        return pages.after(id, participant, afterSeq, most);
                    }
                    return place.get()
                            .chain(seq -> seq == null
                                    ? Uni.createFrom().item(NOTHING)
                                    : pages.before(id, participant, seq, most));
                }));
    }

    /** How to find the seq before which the page lies; the question is checked at once. */
    private Supplier<Uni<Long>> place(String id, String participant, Long seq, PageQuestion question) {
        String message = question.message();
        OffsetDateTime time = question.time();
        if (message != null) {
            return () -> places.inConversation(id, participant, message);
        }
        if (time != null) {
            return () -> places.inConversation(id, time);
        }
        return () -> Uni.createFrom().item(seq == null ? Long.MAX_VALUE : seq);
    }
}
