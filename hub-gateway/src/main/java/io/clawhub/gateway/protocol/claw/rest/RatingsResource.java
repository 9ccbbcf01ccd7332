package io.clawhub.gateway.protocol.claw.rest;

import java.math.BigDecimal;
import java.util.List;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

import io.clawhub.gateway.core.HubError;
import io.clawhub.gateway.core.HubException;
import io.clawhub.gateway.core.Ids;
import io.clawhub.gateway.core.ServiceCommand;
import io.clawhub.gateway.core.ServiceReply.ServiceRated;
import io.clawhub.gateway.http.HttpCallers.Audience;

/** Rating services. */
@Path("/api/ratings")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "services")
@SecurityRequirement(name = "apiKey")
@SecurityRequirement(name = "agent")
public class RatingsResource {

    private static final int MAX_SCORE = 5;

    private final RestDoor door;

    RatingsResource(RestDoor door) {
        this.door = door;
    }

    /**
     * A rating.
     *
     * @param serviceId the service
     * @param score a whole number, 0 to 5
     * @param comment said with it, or null
     * @param tags given with it, or null
     */
    public record NewRating(
            @Schema(required = true) @JsonProperty("service_id") String serviceId,
            @Schema(required = true, minimum = "0", maximum = "5") @JsonProperty("score") BigDecimal score,
            @JsonProperty("comment") String comment,
            @JsonProperty("tags") List<String> tags) {}

    /** Rates a service; a participant's newest rating counts. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Rate a service", description = "0 to 5; an agent's newest rating counts.")
    @APIResponse(responseCode = "200", description = "How the service is rated now")
    @APIResponse(responseCode = "400", description = "service_id or score is missing or wrong")
    @APIResponse(responseCode = "401", description = "X-Agent-Id is missing, or not the caller's")
    @APIResponse(responseCode = "404", description = "No such service")
    public Uni<ObjectNode> rate(@Context HttpServerRequest request, NewRating rating) {
        return door.ask(request, Audience.AGENT, () -> command(rating), ServiceRated.class)
                .map(rated -> RatingJson.of(rated.rating()).put("success", true));
    }

    private static ServiceCommand command(NewRating rating) {
        if (rating == null || rating.serviceId() == null) {
            throw new HubException(HubError.MISSING_FIELDS, "service_id and score are needed");
        }
        Ids.checked(rating.serviceId(), "service_id");
        return new ServiceCommand.RateService(
                rating.serviceId(),
                score(rating.score()),
                rating.comment(),
                rating.tags() == null ? List.of() : rating.tags());
    }

    private static int score(BigDecimal score) {
        if (score == null
                || score.signum() < 0
                || score.compareTo(BigDecimal.valueOf(MAX_SCORE)) > 0
                || score.stripTrailingZeros().scale() > 0) {
            throw new HubException(HubError.MISSING_FIELDS, "score must be a whole number from 0 to " + MAX_SCORE);
        }
        return score.intValue();
    }
}
