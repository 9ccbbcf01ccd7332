package io.clawhub.gateway.core.presence;

import java.io.IOException;

import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.ProcessingException;
import org.eclipse.microprofile.faulttolerance.CircuitBreaker;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;

/** The HTTP API of presence-service. While it cannot be reached the breaker answers in its place. */
@RegisterRestClient(configKey = "presence")
@Path("/api/presence")
interface PresenceApi {

    /** Calls after which half of them failing opens the breaker. */
    int VOLUME = 10;

    /** How long it stays open, milliseconds. */
    int DELAY_MILLIS = 500;

    @CircuitBreaker(
            failOn = {ProcessingException.class, IOException.class},
            requestVolumeThreshold = VOLUME,
            delay = DELAY_MILLIS)
    @GET
    @Path("/{id}")
    Uni<Presence> of(@PathParam("id") String participantId);
}
