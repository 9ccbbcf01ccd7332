package io.clawhub.gateway.http;

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
import io.clawhub.gateway.websocket.Upgrades;

/** Finds out who sent a request, by its headers alone. */
@ApplicationScoped
public class HttpCallers {

    /** Whom a route is for. */
    public enum Audience {
        /** Everybody, even where API keys are required. */
        PUBLIC,
        /** Whoever may use the hub, whether or not they say who they are. */
        ANYBODY,
        /** Agents, who say who they are. */
        AGENT
    }

    private static final String AGENT = "X-Agent-Id";

    private final Identities identities;

    HttpCallers(Identities identities) {
        this.identities = identities;
    }

    /**
     * Who sent this; fails with a {@link HubException}.
     *
     * @param protocol the adapter, as messages and metrics name it
     * @param clientId which of the participant's clients this is
     */
    public Uni<Caller> of(HttpServerRequest request, Audience audience, String protocol, String clientId) {
        return of(request, request.getHeader(AGENT), audience, protocol, clientId);
    }

    /** The same for routes that take {@code X-Agent-Id} as {@link HeaderText}. */
    public Uni<Caller> ofEncoded(HttpServerRequest request, Audience audience, String protocol, String clientId) {
        return Uni.createFrom()
                .deferred(() ->
                        of(request, HeaderText.decoded(request.getHeader(AGENT), AGENT), audience, protocol, clientId));
    }

    private Uni<Caller> of(
            HttpServerRequest request, String agentId, Audience audience, String protocol, String clientId) {
        return Uni.createFrom()
                .deferred(() -> credential(request, audience))
                .chain(credential -> proved(request, agentId, audience, credential))
                .map(proved -> proved.credential().caller(proved.participantId(), clientId, protocol, proved.proof()));
    }

    private record Proved(String participantId, Authentication proof, Credential credential) {}

    private Uni<Credential> credential(HttpServerRequest request, Audience audience) {
        String apiKey = Upgrades.headerKey(request);
        if (apiKey != null) {
            return identities.authenticate(apiKey, origin(request));
        }
        if (audience != Audience.PUBLIC && identities.areCredentialsRequired()) {
            throw new HubException(HubError.AUTH_REQUIRED, "an API key is needed");
        }
        return Uni.createFrom().item(Credential.NONE);
    }

    private Uni<Proved> proved(HttpServerRequest request, String agentId, Audience audience, Credential credential) {
        if (credential.participantId() != null && agentId == null) {
            return Uni.createFrom().item(new Proved(credential.participantId(), Authentication.TOKEN, credential));
        }
        if (audience == Audience.PUBLIC || agentId == null) {
            if (audience == Audience.AGENT) {
                throw new HubException(HubError.AUTH_REQUIRED, "a header X-Agent-Id must say who asks");
            }
            Authentication proof = credential.isNone() ? Authentication.NONE : Authentication.TOKEN;
            return Uni.createFrom().item(new Proved(origin(request), proof, credential));
        }
        Ids.checked(agentId, AGENT);
        return identities.claim(agentId, credential).map(proof -> new Proved(agentId, proof, credential));
    }

    /** Stands for a caller without an id, so that attempts can be counted by where they come from. */
    private static String origin(HttpServerRequest request) {
        return request.remoteAddress() == null
                ? "http"
                : "http:" + request.remoteAddress().hostAddress();
    }
}
