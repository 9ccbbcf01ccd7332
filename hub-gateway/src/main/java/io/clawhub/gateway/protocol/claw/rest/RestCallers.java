package io.clawhub.gateway.protocol.claw.rest;

import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.enterprise.context.ApplicationScoped;

import io.clawhub.gateway.core.Caller;
import io.clawhub.gateway.core.Caller.Authentication;
import io.clawhub.gateway.core.HubError;
import io.clawhub.gateway.core.HubException;
import io.clawhub.gateway.core.Ids;
import io.clawhub.gateway.core.accounts.Identities;
import io.clawhub.gateway.core.accounts.Identities.Credential;

/** Finds out who sent a request, by its headers alone. */
@ApplicationScoped
class RestCallers {

    static final String PROTOCOL = "claw-rest";

    private static final String BEARER = "Bearer ";

    /** Whom a route is for. */
    enum Audience {
        /** Everybody, even where API keys are required. */
        PUBLIC,
        /** Whoever may use the hub, whether or not they say who they are. */
        ANYBODY,
        /** Agents, who say who they are. */
        AGENT
    }

    private final Identities identities;

    RestCallers(Identities identities) {
        this.identities = identities;
    }

    /** Who sent this; fails with a {@link HubException}. */
    Uni<Caller> of(HttpServerRequest request, Audience audience) {
        return Uni.createFrom()
                .deferred(() -> credential(request, audience))
                .chain(credential -> caller(request, audience, credential));
    }

    private Uni<Credential> credential(HttpServerRequest request, Audience audience) {
        String apiKey = apiKey(request);
        if (apiKey != null) {
            return identities.authenticate(apiKey, origin(request));
        }
        if (audience != Audience.PUBLIC && identities.areCredentialsRequired()) {
            throw new HubException(HubError.AUTH_REQUIRED, "an API key is needed");
        }
        return Uni.createFrom().item(Credential.NONE);
    }

    private Uni<Caller> caller(HttpServerRequest request, Audience audience, Credential credential) {
        String agentId = request.getHeader("X-Agent-Id");
        if (audience == Audience.PUBLIC || agentId == null) {
            if (audience == Audience.AGENT) {
                throw new HubException(HubError.AUTH_REQUIRED, "a header X-Agent-Id must say who asks");
            }
            Authentication proof = credential.userId() == null ? Authentication.NONE : Authentication.TOKEN;
            return Uni.createFrom().item(caller(origin(request), proof, credential));
        }
        Ids.checked(agentId, "X-Agent-Id");
        return identities.claim(agentId, credential).map(proof -> caller(agentId, proof, credential));
    }

    private static Caller caller(String participantId, Authentication proof, Credential credential) {
        return new Caller(participantId, PROTOCOL, PROTOCOL, proof, credential.userId());
    }

    private static String apiKey(HttpServerRequest request) {
        String authorization = request.getHeader("Authorization");
        if (authorization != null && authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            return authorization.substring(BEARER.length()).trim();
        }
        return request.getHeader("X-API-Key");
    }

    /** Stands for a caller without an id, so that attempts can be counted by where they come from. */
    private static String origin(HttpServerRequest request) {
        return request.remoteAddress() == null
                ? "http"
                : "http:" + request.remoteAddress().hostAddress();
    }
}
