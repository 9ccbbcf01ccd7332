package io.clawhub.gateway.protocol.claw;

import java.net.URI;
import java.util.List;
import java.util.Set;

import io.quarkus.websockets.next.HttpUpgradeCheck;
import io.quarkus.websockets.next.UserData.TypedKey;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import jakarta.enterprise.context.ApplicationScoped;

import io.clawhub.gateway.GatewayConfig;
import io.clawhub.gateway.core.HubError;
import io.clawhub.gateway.core.HubException;
import io.clawhub.gateway.core.Ids;
import io.clawhub.gateway.core.accounts.Identities.Credential;
import io.clawhub.gateway.core.log.ChatEventTail;

/**
 * Looks at the upgrade request and settles there, with an HTTP status, what can be: 400 for an impossible agent id, 401 for
 * a wrong or missing credential, 429 for an agent with too many connections, 503 while the log has not been reached yet or
 * the directory does not answer. Keeps the request, whose channel can be paused.
 */
@ApplicationScoped
public class ClawUpgrade implements HttpUpgradeCheck {

    /** The request that was upgraded. */
    static final TypedKey<HttpServerRequest> REQUEST = new TypedKey<>("hub.request");
    /** Who comes. */
    static final TypedKey<Admission> ADMISSION = new TypedKey<>("hub.admission");

    private static final int UNAVAILABLE = 503;
    private static final String BEARER = "bearer ";
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    private final ChatEventTail tail;
    private final ClawCore core;
    private final ClawConnections connections;
    private final Set<String> origins;

    ClawUpgrade(ChatEventTail tail, ClawCore core, ClawConnections connections, GatewayConfig config) {
        this.origins = Set.copyOf(config.auth().allowedOrigins().orElse(List.of()));
        this.tail = tail;
        this.core = core;
        this.connections = connections;
    }

    @Override
    public boolean appliesTo(String endpointId) {
        return ClawEndpoint.ID.equals(endpointId);
    }

    @Override
    public Uni<CheckResult> perform(HttpUpgradeContext context) {
        if (!tail.isFollowing()) {
            return CheckResult.rejectUpgrade(UNAVAILABLE);
        }
        Context loop = Vertx.currentContext();
        HttpServerRequest request = context.httpRequest();
        return Uni.createFrom()
                .deferred(() -> admission(request))
                .emitOn(task -> loop.runOnContext(ignored -> task.run()))
                .map(admission -> {
                    context.userData().put(ADMISSION, admission);
                    context.userData().put(REQUEST, request);
                    return CheckResult.permitUpgradeSync();
                })
                .onFailure()
                .recoverWithItem(this::refused);
    }

    private Uni<Admission> admission(HttpServerRequest request) {
        checkOrigin(request.getHeader(HttpHeaders.ORIGIN));
        String header = request.getHeader("X-Agent-Id");
        String named = header != null ? header : request.getParam("agent_id");
        String agentId = named == null ? null : Ids.checked(named, "X-Agent-Id");
        String key = apiKey(request);
        if (key == null && agentId != null && core.areCredentialsRequired()) {
            throw new HubException(HubError.AUTH_REQUIRED, "an agent id needs an API key");
        }
        if (agentId != null && !connections.hasRoom(agentId)) {
            throw new HubException(HubError.RATE_LIMITED, "too many connections of this agent");
        }
        Uni<Credential> shown = key == null
                ? Uni.createFrom().item(Credential.NONE)
                : core.authenticate(key, "ip:" + request.remoteAddress().hostAddress());
        return shown.chain(credential -> agentId == null
                ? Uni.createFrom().item(new Admission(null, null, credential, false))
                : core.claim(agentId, credential, null)
                        .map(how -> new Admission(agentId, how, credential, header != null)));
    }

    /** A browser lets any page open a socket to anywhere, and says which page it is; programs say nothing. */
    private void checkOrigin(String origin) {
        if (origin != null && !origins.contains(origin) && !isOfThisMachine(origin)) {
            throw new HubException(HubError.ACCESS_DENIED, "pages of this origin may not connect");
        }
    }

    private static boolean isOfThisMachine(String origin) {
        try {
            String host = URI.create(origin).getHost();
            return host != null && LOOPBACK.contains(host);
        } catch (IllegalArgumentException notAnOrigin) {
            return false;
        }
    }

    /** The header that HTTP has for it, the usual other one, or the URL for clients that can set none. */
    private static String apiKey(HttpServerRequest request) {
        String authorization = request.getHeader("Authorization");
        if (authorization != null && authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            return authorization.substring(BEARER.length()).strip();
        }
        String header = request.getHeader("X-API-Key");
        return header != null ? header : request.getParam("api_key");
    }

    private CheckResult refused(Throwable failure) {
        HubError error = HubException.of(failure).error();
        core.refused(error);
        return CheckResult.rejectUpgradeSync(error.httpStatus());
    }
}
