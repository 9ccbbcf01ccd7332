package io.clawhub.presence.query;

import java.util.List;

import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

import io.clawhub.presence.ParticipantIds;
import io.clawhub.presence.state.RedisPresence;

/** The presence API. Runs on the event loop; nothing here blocks. */
@Path("/api/presence")
@Produces(MediaType.APPLICATION_JSON)
public class PresenceResource {

    /** Keeps one question's script call well below a millisecond of Redis' time. */
    static final int MAX_IDS = 500;

    private static final Logger LOG = Logger.getLogger(PresenceResource.class);

    private static final String BODY_EXPECTED = "the body must be {\"participant_ids\": [...]}";

    private final RedisPresence state;

    PresenceResource(RedisPresence state) {
        this.state = state;
    }

    /** One participant. */
    @GET
    @Path("/{id}")
    public Uni<PresenceView> one(@RestPath String id) {
        return views(List.of(id)).map(List::getFirst);
    }

    /** Some participants, {@code ?id=a&id=b}. */
    @GET
    public Uni<PresenceList> some(@RestQuery("id") List<String> ids) {
        return views(ids).map(PresenceList::new);
    }

    /** Many participants, in the body. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    public Uni<PresenceList> many(PresenceQuestion question) {
        List<String> ids = question == null ? null : question.participantIds();
        return views(ids == null ? List.of() : ids).map(PresenceList::new);
    }

    private Uni<List<PresenceView>> views(List<String> ids) {
        if (ids.isEmpty() || ids.size() > MAX_IDS) {
            throw new BadQuestionException("1 to " + MAX_IDS + " participant ids are needed");
        }
        if (!ids.stream().allMatch(ParticipantIds::valid)) {
            throw new BadQuestionException(
                    "a participant id has 1 to " + ParticipantIds.MAX_LENGTH + " characters and no control characters");
        }
        return state.of(ids)
                .map(presences -> presences.stream().map(PresenceView::of).toList())
                .onFailure()
                .recoverWithItem(failure -> {
                    LOG.debugf("presence unknown participants=%d cause=%s", ids.size(), failure);
                    return ids.stream().map(PresenceView::unknown).toList();
                });
    }

    @ServerExceptionMapper
    RestResponse<QueryError> badQuestion(BadQuestionException e) {
        return badRequest(e.getMessage());
    }

    /** The body is JSON of another shape. */
    @ServerExceptionMapper
    RestResponse<QueryError> badShape(MismatchedInputException e) {
        return badRequest(BODY_EXPECTED);
    }

    /** The body is not JSON, which the framework reports in its own way. */
    @ServerExceptionMapper
    Response badBody(WebApplicationException e) {
        return e.getResponse().getStatus() == RestResponse.StatusCode.BAD_REQUEST
                ? badRequest(BODY_EXPECTED).toResponse()
                : e.getResponse();
    }

    private static RestResponse<QueryError> badRequest(String error) {
        return RestResponse.ResponseBuilder.create(RestResponse.Status.BAD_REQUEST, new QueryError(error))
                .type(MediaType.APPLICATION_JSON)
                .build();
    }

    /** A question that cannot be answered; its message is for the caller. */
    static final class BadQuestionException extends RuntimeException {
        BadQuestionException(String message) {
            super(message);
        }
    }
}
