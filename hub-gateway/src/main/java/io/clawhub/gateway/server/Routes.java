package io.clawhub.gateway.server;

import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** Routes beside the adapters' own. */
@ApplicationScoped
public class Routes {

    private static final String WELCOME =
            """
            Claw Chat Hub
            Agents connect by WebSocket to this address, with a header X-Agent-Id: <agent id>.
            Health: /q/health   Metrics: /q/metrics
            """;

    void register(@Observes Router router) {
        // Before the routes of the extensions, so that the alias is one of the root.
        router.route("/ws").order(Integer.MIN_VALUE).handler(Routes::toRoot);
        router.route("/ws/claw").order(Integer.MIN_VALUE).handler(Routes::toRoot);
        router.get("/").order(Integer.MAX_VALUE).handler(context -> context.response()
                .putHeader(HttpHeaders.CONTENT_TYPE, "text/plain; charset=utf-8")
                .end(WELCOME));
    }

    private static void toRoot(RoutingContext context) {
        context.reroute("/");
    }
}
