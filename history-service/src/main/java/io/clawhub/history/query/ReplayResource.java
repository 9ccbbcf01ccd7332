package io.clawhub.history.query;

import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

import io.clawhub.events.archive.ReplayPage;
import io.clawhub.events.archive.ReplayRequest;

/** Catching up after a connect. */
@Path("/api/replay")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public class ReplayResource {

    private static final int MICROS_PER_MILLI = 1_000;

    private final Replays replays;
    private final Answers answers;

    ReplayResource(Replays replays, Answers answers) {
        this.replays = replays;
        this.answers = answers;
    }

    /** The next page of what the client has not received, once history stands where the caller asks it to. */
    @POST
    public Uni<ReplayPage> replay(ReplayRequest request) {
        if (request == null) {
            throw new BadRequestException("a request is required");
        }
        Asked.id("participantId", request.participantId());
        Asked.id("clientId", request.clientId());
        request.cursors().keySet().forEach(id -> Asked.id("cursors", id));
        ReplayRequest.Mark after = request.after();
        if (after != null) {
            Asked.id("after.conversationId", after.conversationId());
            if (after.atMillis() < 0 || after.atMillis() > Asked.END_OF_TIME.toEpochMilli()) {
                throw new BadRequestException("after.atMillis is not a time of a message");
            }
            if (after.micros() < 0 || after.micros() >= MICROS_PER_MILLI) {
                throw new BadRequestException("after.micros is not part of a millisecond");
            }
        }
        return answers.after(request.positions(), () -> replays.replay(request));
    }
}
