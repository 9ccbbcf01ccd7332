package io.clawhub.gateway.protocol.claw;

import io.quarkus.websockets.next.HttpUpgradeCheck;
import io.quarkus.websockets.next.UserData.TypedKey;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.enterprise.context.ApplicationScoped;

import io.clawhub.gateway.core.HubException;
import io.clawhub.gateway.core.Ids;
import io.clawhub.gateway.core.log.ChatEventTail;

/**
 * Looks at the upgrade request: refuses an impossible agent id with 400 and everybody with 503 while the log has not
 * been reached yet, and keeps the request, whose channel can be paused.
 */
@ApplicationScoped
public class ClawUpgrade implements HttpUpgradeCheck {

    /** The request that was upgraded. */
    static final TypedKey<HttpServerRequest> REQUEST = new TypedKey<>("hub.request");
    /** The agent it names, if any. */
    static final TypedKey<String> AGENT_ID = TypedKey.forString("hub.agent-id");
    /** Whether the agent was named by the header: the plain dialect A. The URL's parameter is for other clients. */
    static final TypedKey<Boolean> PLAIN = TypedKey.forBoolean("hub.plain");

    private static final int BAD_REQUEST = 400;
    private static final int UNAVAILABLE = 503;

    private final ChatEventTail tail;

    ClawUpgrade(ChatEventTail tail) {
        this.tail = tail;
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
        HttpServerRequest request = context.httpRequest();
        String named = request.getHeader("X-Agent-Id");
        String agentId = named != null ? named : request.getParam("agent_id");
        if (agentId != null) {
            try {
                context.userData().put(AGENT_ID, Ids.checked(agentId, "X-Agent-Id"));
            } catch (HubException refusal) {
                return CheckResult.rejectUpgrade(BAD_REQUEST);
            }
        }
        context.userData().put(PLAIN, named != null);
        context.userData().put(REQUEST, request);
        return CheckResult.permitUpgrade();
    }
}
