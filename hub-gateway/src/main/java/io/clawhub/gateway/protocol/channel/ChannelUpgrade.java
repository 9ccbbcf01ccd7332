package io.clawhub.gateway.protocol.channel;

import java.util.Set;
import java.util.function.Function;

import io.quarkus.websockets.next.HttpUpgradeCheck;
import io.quarkus.websockets.next.UserData.TypedKey;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.enterprise.context.ApplicationScoped;

import io.clawhub.gateway.core.accounts.Identities.Credential;
import io.clawhub.gateway.protocol.channel.Enrolment.Path;
import io.clawhub.gateway.websocket.Upgrades;

/**
 * Looks at the upgrade request. A credential is taken from {@code Authorization}, from the subprotocol {@code bearer.<token>},
 * which browsers can set, or from {@code ?token=}; it is checked here and never later. Refusals are HTTP statuses: 400 for an
 * id that is none, 401, 403 for a foreign page, 404 for an agent that nobody knows, 429, 503.
 */
@ApplicationScoped
public class ChannelUpgrade implements HttpUpgradeCheck {

    /** How the client came. */
    static final TypedKey<Enrolment> ENROLMENT = new TypedKey<>("hub.channel.enrolment");

    private static final Set<String> ENDPOINTS = Set.of(ChannelEndpoint.ID, AgentChannelEndpoint.ID, EventsEndpoint.ID);
    private static final String SUBPROTOCOL = "bearer.";
    private static final String AGENTS = "/api/v1/agents/";
    private static final String EVENTS = "/api/v1/event/ws/";

    private final ChannelCore core;
    private final ChannelCallers callers;
    private final Upgrades upgrades;

    ChannelUpgrade(ChannelCore core, ChannelCallers callers, Upgrades upgrades) {
        this.core = core;
        this.callers = callers;
        this.upgrades = upgrades;
    }

    @Override
    public boolean appliesTo(String endpointId) {
        return ENDPOINTS.contains(endpointId);
    }

    @Override
    public Uni<CheckResult> perform(HttpUpgradeContext context) {
        return upgrades.admit(context, this::enrol, ENROLMENT, core::refused);
    }

    private Uni<Enrolment> enrol(HttpServerRequest request) {
        String path = request.path();
        String address = request.remoteAddress().hostAddress();
        String sessionId = id(request, "sessionId");
        int version = "2".equals(request.getParam("v")) ? 2 : 1;
        if (path.startsWith(EVENTS)) {
            String clientId = ChannelCodec.checkedId(path.substring(EVENTS.length()), "clientId");
            String filter = id(request, "chainId");
            return watching(
                    request,
                    null,
                    credential ->
                            new Enrolment(Path.EVENTS, credential, address, null, null, version, clientId, filter));
        }
        if (path.startsWith(AGENTS)) {
            String rest = path.substring(AGENTS.length());
            String agentId = ChannelCodec.checkedId(rest.substring(0, rest.indexOf('/')), "agentId");
            return watching(
                            request,
                            core.agentId(agentId),
                            credential -> new Enrolment(
                                    Path.AGENT, credential, address, agentId, sessionId, version, null, null))
                    .call(() -> core.checkKnown(core.agentId(agentId)));
        }
        String agentId = id(request, "agentId");
        return credential(request)
                .map(credential ->
                        new Enrolment(Path.CHANNEL, credential, address, agentId, sessionId, version, null, null));
    }

    private Uni<Enrolment> watching(
            HttpServerRequest request, String agentId, Function<Credential, Enrolment> enrolment) {
        return credential(request)
                .call(credential -> core.checkWatch(
                        credential, agentId, request.remoteAddress().hostAddress()))
                .map(enrolment);
    }

    private static String id(HttpServerRequest request, String name) {
        String id = request.getParam(name);
        return id == null || id.isEmpty() ? null : ChannelCodec.checkedId(id, name);
    }

    private Uni<Credential> credential(HttpServerRequest request) {
        return callers.of(request, token(request));
    }

    private static String token(HttpServerRequest request) {
        String header = Upgrades.headerKey(request);
        if (header != null) {
            return header;
        }
        String offered = request.getHeader("Sec-WebSocket-Protocol");
        if (offered != null) {
            for (String one : offered.split(",")) {
                if (one.strip().startsWith(SUBPROTOCOL)) {
                    return one.strip().substring(SUBPROTOCOL.length());
                }
            }
        }
        String parameter = request.getParam("token");
        return parameter != null ? parameter : request.getParam("api_key");
    }
}
