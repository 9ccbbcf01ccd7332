package io.clawhub.gateway.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.ResponseBuilder;
import org.jboss.logging.Logger;

import io.clawhub.gateway.core.HubError;
import io.clawhub.gateway.core.HubException;
import io.clawhub.gateway.json.JsonFields;
import io.clawhub.gateway.json.JsonText;

/** JSON in and out, refusals as {@code {"error": "..."}} with the status of their row, counted. */
@ApplicationScoped
public class JsonDoor {

    private static final Logger LOG = Logger.getLogger(JsonDoor.class);

    private final MeterRegistry metrics;

    /** A refusal as it is answered. */
    public record Refusal(int status, ObjectNode body) {}

    JsonDoor(MeterRegistry metrics) {
        this.metrics = metrics;
    }

    /**
     * The fields of a body.
     *
     * @throws HubException {@link HubError#BAD_JSON} if it is no JSON object
     */
    public static JsonFields fields(String body) {
        return new JsonFields(JsonText.parse(body == null ? "" : body));
    }

    /** The answer with this body. */
    public static ResponseBuilder json(int status, JsonNode body) {
        return Response.status(status).type(MediaType.APPLICATION_JSON_TYPE).entity(body.toString());
    }

    /** {@code {"ok": true}}. */
    public static ObjectNode ok() {
        return JsonNodeFactory.instance.objectNode().put("ok", true);
    }

    /** 200 with the body, or the refusal. */
    public Uni<Response> answer(String protocol, Uni<? extends JsonNode> body) {
        return respond(protocol, body.map(json -> json(Response.Status.OK.getStatusCode(), json)
                .build()));
    }

    /** The response, or the refusal. */
    public Uni<Response> respond(String protocol, Uni<Response> response) {
        return response.onFailure().recoverWithItem(failure -> refused(protocol, failure));
    }

    /** The refusal that this is, {@link HubError#INTERNAL} for what is none, counted. */
    public Refusal refusal(String protocol, Throwable failure) {
        HubException refusal = HubException.of(failure);
        HubError error = refusal.error();
        if (error == HubError.INTERNAL) {
            LOG.error("request failed", failure);
        }
        counted(protocol, refusal);
        return new Refusal(
                error.httpStatus(), JsonNodeFactory.instance.objectNode().put("error", refusal.getMessage()));
    }

    /** Counts a refusal that is answered elsewhere; the same. */
    public HubException counted(String protocol, HubException refusal) {
        metrics.counter(
                        "hub.refusals",
                        "protocol",
                        protocol,
                        "code",
                        refusal.error().name())
                .increment();
        return refusal;
    }

    private Response refused(String protocol, Throwable failure) {
        Refusal refusal = refusal(protocol, failure);
        return json(refusal.status(), refusal.body()).build();
    }
}
