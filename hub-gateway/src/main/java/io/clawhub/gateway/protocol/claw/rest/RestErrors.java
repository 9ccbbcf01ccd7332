package io.clawhub.gateway.protocol.claw.rest;

import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

import io.clawhub.gateway.core.HubError;
import io.clawhub.gateway.core.HubException;

/** The form of a refusal over HTTP. */
class RestErrors {

    private static final int BAD_REQUEST = 400;

    private final RestDoor door;

    RestErrors(RestDoor door) {
        this.door = door;
    }

    @ServerExceptionMapper
    Response refused(HubException refusal) {
        return response(refusal.error(), refusal.getMessage());
    }

    /** The body is JSON of another shape. */
    @ServerExceptionMapper
    Response badShape(MismatchedInputException failure) {
        door.refused(HubError.MISSING_FIELDS);
        return response(HubError.MISSING_FIELDS, "a field has the wrong type");
    }

    /** The body is not JSON, which the framework reports in its own way; what else it refuses keeps its status. */
    @ServerExceptionMapper
    Response badBody(WebApplicationException failure) {
        Response response = failure.getResponse();
        if (response.getStatus() == BAD_REQUEST) {
            door.refused(HubError.BAD_JSON);
            return response(HubError.BAD_JSON, "the body must be a JSON object");
        }
        return response;
    }

    private static Response response(HubError error, String message) {
        return Response.status(error.httpStatus())
                .type(MediaType.APPLICATION_JSON_TYPE)
                .entity(body(error, message))
                .build();
    }

    static ObjectNode body(HubError error, String message) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("error", message)
                .put("error_code", error.name())
                .put("retryable", error.retryable());
    }
}
