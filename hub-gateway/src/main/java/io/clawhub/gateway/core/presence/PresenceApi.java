package io.clawhub.gateway.core.presence;

import java.io.IOException;
import java.util.List;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.ProcessingException;
import jakarta.ws.rs.core.MediaType;
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

    @CircuitBreaker(
            failOn = {ProcessingException.class, IOException.class},
            requestVolumeThreshold = VOLUME,
            delay = DELAY_MILLIS)
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    Uni<Presences> of(Question question);

    /** Many at once; in the body, since they would be too long for a URL. */
    @RegisterForReflection
    record Question(@JsonProperty("participant_ids") List<String> participantIds) {}

    /** One for each that was asked for, in that order. */
    @RegisterForReflection
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Presences(@JsonProperty("presences") List<Presence> presences) {}
}
