package io.clawhub.gateway.protocol.agentclub.files;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import org.jboss.logging.Logger;

import io.clawhub.gateway.core.HubError;
import io.clawhub.gateway.core.HubException;

/** Finds out who uploads or downloads, and answers in the protocol's form. */
@ApplicationScoped
class FilesDoor {

    private static final Logger LOG = Logger.getLogger(FilesDoor.class);

    private static final String PROTOCOL = "agentclub-rest";

    private final Instance<Uploaders> uploaders;
    private final MeterRegistry metrics;

    FilesDoor(Instance<Uploaders> uploaders, MeterRegistry metrics) {
        this.uploaders = uploaders;
        this.metrics = metrics;
    }

    /** The participant id of the person who asks. */
    Uni<String> human(HttpServerRequest request) {
        return Uni.createFrom().deferred(() -> known().human(request));
    }

    /** The participant id of the agent that asks. */
    Uni<String> agent(HttpServerRequest request) {
        return Uni.createFrom().deferred(() -> known().agent(request));
    }

    /** The participant id of whoever asks, an agent if there is a token. */
    Uni<String> anybody(HttpServerRequest request) {
        return request.headers().contains(HttpHeaders.AUTHORIZATION) ? agent(request) : human(request);
    }

    private Uploaders known() {
        if (!uploaders.isResolvable()) {
            throw new HubException(HubError.AUTH_REQUIRED, "this hub knows no accounts");
        }
        return uploaders.get();
    }

    /** Answers with JSON. */
    static void answer(HttpServerResponse response, int status, ObjectNode body) {
        if (!response.ended() && !response.closed()) {
            response.setStatusCode(status)
                    .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                    .end(body.toString());
        }
    }

    /** Answers with a refusal, or with INTERNAL for what is none. */
    void refuse(HttpServerResponse response, Throwable failure) {
        HubException refusal = HubException.of(failure);
        HubError error = refusal.error();
        if (error == HubError.INTERNAL) {
            LOG.error("a file could not be handled", failure);
        }
        metrics.counter("hub.refusals", "protocol", PROTOCOL, "code", error.name())
                .increment();
        answer(
                response,
                error.httpStatus(),
                JsonNodeFactory.instance.objectNode().put("error", refusal.getMessage()));
    }
}
