package io.clawhub.gateway.protocol.im.rest;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import jakarta.enterprise.context.ApplicationScoped;
import org.jboss.logging.Logger;

import io.clawhub.gateway.core.Caller;
import io.clawhub.gateway.core.HubError;
import io.clawhub.gateway.core.HubException;
import io.clawhub.gateway.http.HttpCallers;
import io.clawhub.gateway.http.HttpCallers.Audience;

/** Finds out who uploads or downloads, by the headers alone, and says no in the protocol's form. */
@ApplicationScoped
class AttachmentDoor {

    private static final Logger LOG = Logger.getLogger(AttachmentDoor.class);

    private static final String PROTOCOL = "im-rest";
    private static final String CLIENT = "rest";

    private final HttpCallers callers;
    private final MeterRegistry metrics;

    AttachmentDoor(HttpCallers callers, MeterRegistry metrics) {
        this.callers = callers;
        this.metrics = metrics;
    }

    /** The agent that {@code X-Agent-Id} names; fails with a {@link HubException} unless the credential allows it. */
    Uni<Caller> agent(HttpServerRequest request) {
        return callers.ofEncoded(request, Audience.AGENT, PROTOCOL, CLIENT);
    }

    /** Whoever may use the hub: the agent if the headers name one, else its address. */
    Uni<Caller> anybody(HttpServerRequest request) {
        return callers.ofEncoded(request, Audience.ANYBODY, PROTOCOL, CLIENT);
    }

    /** Answers with a refusal, or with INTERNAL for what is none. */
    void refuse(HttpServerResponse response, Throwable failure) {
        HubException refusal = HubException.of(failure);
        HubError error = refusal.error();
        if (error == HubError.INTERNAL) {
            LOG.error("an attachment could not be handled", failure);
        }
        metrics.counter("hub.refusals", "protocol", PROTOCOL, "code", error.name())
                .increment();
        if (response.ended() || response.closed()) {
            return;
        }
        ObjectNode body = JsonNodeFactory.instance
                .objectNode()
                .put("code", error.name())
                .put("message", refusal.getMessage())
                .put("recoverable", error.retryable());
        response.setStatusCode(error.httpStatus())
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                .end(body.toString());
    }
}
