package io.clawhub.gateway.protocol.im.rest;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.jboss.logging.Logger;

import io.clawhub.gateway.core.HubError;
import io.clawhub.gateway.core.HubException;
import io.clawhub.gateway.protocol.im.Answers;

/** Answers and refusals over HTTP: a refusal says {@code code, message, recoverable} as it does in a frame. */
final class RestAnswers {

    private static final Logger LOG = Logger.getLogger(RestAnswers.class);

    private RestAnswers() {}

    /** 200 with the body, 204 without one, or the refusal with the status of its row. */
    static Uni<Response> of(Uni<? extends Object> body) {
        return body.onItem()
                .transform(found -> found == null
                        ? Response.noContent().build()
                        : Response.ok(found.toString(), MediaType.APPLICATION_JSON_TYPE)
                                .build())
                .onFailure()
                .recoverWithItem(RestAnswers::refused);
    }

    /** A number of the query, or the standard one. */
    static int number(String asked, int standard, int min, int max) {
        try {
            return asked == null ? standard : Math.clamp(Long.parseLong(asked), min, max);
        } catch (NumberFormatException e) {
            return standard;
        }
    }

    private static Response refused(Throwable failure) {
        HubException refusal = HubException.of(failure);
        if (refusal.error() == HubError.INTERNAL) {
            LOG.error("request failed", failure);
        }
        ObjectNode body = Answers.refusal(JsonNodeFactory.instance.objectNode(), refusal);
        return Response.status(refusal.error().httpStatus())
                .type(MediaType.APPLICATION_JSON_TYPE)
                .entity(body.toString())
                .build();
    }
}
