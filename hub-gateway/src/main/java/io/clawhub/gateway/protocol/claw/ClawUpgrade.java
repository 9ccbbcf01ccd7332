package io.clawhub.gateway.protocol.claw;

import io.quarkus.websockets.next.HttpUpgradeCheck;
import io.quarkus.websockets.next.UserData.TypedKey;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.enterprise.context.ApplicationScoped;

import io.clawhub.gateway.core.HubError;
import io.clawhub.gateway.core.HubException;
import io.clawhub.gateway.core.Ids;
import io.clawhub.gateway.core.accounts.Identities.Credential;
import io.clawhub.gateway.websocket.Upgrades;

/**
 * Looks at the upgrade request and settles there, with an HTTP status, what can be: 400 for an impossible agent id, 401 for
 * a wrong or missing credential, 429 for an agent with too many connections, 503 while the log has not been reached yet or
 * the directory does not answer. Keeps the request, whose channel can be paused.
 */
@ApplicationScoped
public class ClawUpgrade implements HttpUpgradeCheck {

    /** Who comes. */
    static final TypedKey<Admission> ADMISSION = new TypedKey<>("hub.admission");

    private final ClawCore core;
    private final ClawConnections connections;
    private final Upgrades upgrades;

    ClawUpgrade(ClawCore core, ClawConnections connections, Upgrades upgrades) {
        this.upgrades = upgrades;
        this.core = core;
        this.connections = connections;
    }

    @Override
    public boolean appliesTo(String endpointId) {
        return ClawEndpoint.ID.equals(endpointId);
    }

    @Override
    public Uni<CheckResult> perform(HttpUpgradeContext context) {
        return upgrades.admit(context, this::admission, ADMISSION, core::refused);
    }

    private Uni<Admission> admission(HttpServerRequest request) {
        String header = request.getHeader("X-Agent-Id");
        String named = header != null ? header : request.getParam("agent_id");
        String agentId = named == null ? null : Ids.checked(named, "X-Agent-Id");
        String key = Upgrades.apiKey(request);
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
}
