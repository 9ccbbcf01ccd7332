package io.clawhub.gateway.protocol.agentclub.rest;

import java.util.List;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import io.clawhub.gateway.GatewayConfig;
import io.clawhub.gateway.http.SessionCookies;

/**
 * Paths that both Agent Club and Claw Chat Hub have. They are Agent Club's for a request that carries a session's cookie, or
 * comes to Agent Club's port, and are then served by the resource at the same path below {@value #INNER}; everything else goes
 * on to the other protocol.
 */
@ApplicationScoped
public class SharedPaths {

    /** Before the paths of the resources that serve them. */
    public static final String INNER = "/agentclub";

    /** Only reading is shared: what else there is under these paths is the other protocol's alone. */
    private static final List<String> SHARED = List.of("/api/users", "/api/users/*", "/api/presence");

    private final int port;

    SharedPaths(GatewayConfig config) {
        this.port = config.listeners().agentClubPort();
    }

    void register(@Observes Router router) {
        SHARED.forEach(path -> router.get(path).order(Integer.MIN_VALUE).handler(this::choose));
    }

    private void choose(RoutingContext context) {
        if (isAgentClubs(context.request())) {
            context.reroute(INNER + context.request().uri());
        } else {
            context.next();
        }
    }

    private boolean isAgentClubs(HttpServerRequest request) {
        return SessionCookies.secret(request.getHeader(HttpHeaders.COOKIE)) != null
                || request.localAddress() != null && request.localAddress().port() == port;
    }
}
