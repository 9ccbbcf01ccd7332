package io.clawhub.gateway.core.history;

import java.io.IOException;
import java.util.List;
import java.util.Map;

import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.ProcessingException;
import jakarta.ws.rs.QueryParam;
import org.eclipse.microprofile.faulttolerance.CircuitBreaker;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;

import io.clawhub.events.CursorMoved;
import io.clawhub.events.archive.FindRequest;
import io.clawhub.events.archive.FoundMessage;
import io.clawhub.events.archive.HistoryPage;
import io.clawhub.events.archive.ReplayPage;
import io.clawhub.events.archive.ReplayRequest;
import io.clawhub.events.archive.UnreadCount;

/**
 * The HTTP API of history-service. While it cannot be reached the breaker answers in its place, so that a storm of
 * reconnecting clients does not wait for time-outs; a refusal by a history that is there does not count.
 */
@RegisterRestClient(configKey = "history")
@Path("/api")
interface HistoryApi {

    /** Calls after which half of them failing opens the breaker. */
    int VOLUME = 10;

    /** How long it stays open, milliseconds. */
    int DELAY_MILLIS = 500;

    @CircuitBreaker(
            failOn = {ProcessingException.class, IOException.class},
            requestVolumeThreshold = VOLUME,
            delay = DELAY_MILLIS)
    @POST
    @Path("/replay")
    Uni<ReplayPage> replay(ReplayRequest request);

    @CircuitBreaker(
            failOn = {ProcessingException.class, IOException.class},
            requestVolumeThreshold = VOLUME,
            delay = DELAY_MILLIS)
    @GET
    @Path("/conversations/{id}/messages")
    Uni<HistoryPage> conversation(
            @PathParam("id") String conversationId,
            @QueryParam("participant") String participantId,
            @QueryParam("before_message") String beforeMessage,
            @QueryParam("before_time") String beforeTime,
            @QueryParam("limit") int limit,
            @QueryParam("positions") String positions);

    @CircuitBreaker(
            failOn = {ProcessingException.class, IOException.class},
            requestVolumeThreshold = VOLUME,
            delay = DELAY_MILLIS)
    @GET
    @Path("/participants/{id}/messages")
    Uni<HistoryPage> participant(
            @PathParam("id") String participantId,
            @QueryParam("service") String serviceId,
            @QueryParam("before_message") String beforeMessage,
            @QueryParam("before_time") String beforeTime,
            @QueryParam("limit") int limit,
            @QueryParam("positions") String positions);

    @CircuitBreaker(
            failOn = {ProcessingException.class, IOException.class},
            requestVolumeThreshold = VOLUME,
            delay = DELAY_MILLIS)
    @POST
    @Path("/last-seqs")
    Uni<Map<String, Long>> lastSeqs(List<String> conversationIds);

    @CircuitBreaker(
            failOn = {ProcessingException.class, IOException.class},
            requestVolumeThreshold = VOLUME,
            delay = DELAY_MILLIS)
    @GET
    @Path("/participants/{id}/latest")
    Uni<HistoryPage> latest(
            @PathParam("id") String participantId,
            @QueryParam("limit") int limit,
            @QueryParam("positions") String positions);

    @CircuitBreaker(
            failOn = {ProcessingException.class, IOException.class},
            requestVolumeThreshold = VOLUME,
            delay = DELAY_MILLIS)
    @POST
    @Path("/participants/{id}/messages/find")
    Uni<List<FoundMessage>> find(
            @PathParam("id") String participantId, @QueryParam("positions") String positions, FindRequest request);

    @CircuitBreaker(
            failOn = {ProcessingException.class, IOException.class},
            requestVolumeThreshold = VOLUME,
            delay = DELAY_MILLIS)
    @GET
    @Path("/participants/{id}/unread")
    Uni<List<UnreadCount>> unread(@PathParam("id") String participantId, @QueryParam("positions") String positions);

    @CircuitBreaker(
            failOn = {ProcessingException.class, IOException.class},
            requestVolumeThreshold = VOLUME,
            delay = DELAY_MILLIS)
    @GET
    @Path("/participants/{id}/cursors")
    Uni<List<CursorMoved>> cursors(@PathParam("id") String participantId);
}
