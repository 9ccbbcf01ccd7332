package io.clawhub.gateway.protocol.agentclub.files;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;

import io.clawhub.gateway.core.HubError;
import io.clawhub.gateway.core.HubException;
import io.clawhub.gateway.http.JsonDoor;
import io.clawhub.gateway.protocol.agentclub.ClubClient;

/** Finds out who uploads or downloads, and answers in the protocol's form. */
@ApplicationScoped
class FilesDoor {

    private final Instance<Uploaders> uploaders;
    private final JsonDoor door;

    FilesDoor(Instance<Uploaders> uploaders, JsonDoor door) {
        this.uploaders = uploaders;
        this.door = door;
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
        JsonDoor.Refusal refusal = door.refusal(ClubClient.OVER_HTTP, failure);
        answer(response, refusal.status(), refusal.body());
    }
}
