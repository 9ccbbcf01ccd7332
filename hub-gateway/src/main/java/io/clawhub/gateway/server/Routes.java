package io.clawhub.gateway.server;

import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Routes beside the adapters' own. */
@ApplicationScoped
public class Routes {

    private static final String WELCOME =
            """
            Claw Chat Hub
            Agents connect by WebSocket to this address, with a header X-Agent-Id: <agent id>.
            Health: /q/health   Metrics: /q/metrics
            """;

    private final int channelPort;

    Routes(@ConfigProperty(name = "hub.channel.port", defaultValue = "9527") int channelPort) {
        this.channelPort = channelPort;
    }

    void register(@Observes Router router) {
        // Before the routes of the extensions, so that the alias is one of the root.
        router.route("/ws").order(Integer.MIN_VALUE).handler(this::toProtocol);
        router.route("/ws/claw").order(Integer.MIN_VALUE).handler(Routes::toRoot);
        router.get("/").order(Integer.MAX_VALUE).handler(context -> context.response()
                .putHeader(HttpHeaders.CONTENT_TYPE, "text/plain; charset=utf-8")
                .end(WELCOME));
    }

    private static void toRoot(RoutingContext context) {
        reroute(context, "/");
    }

    /** On its own port the streaming channel has had this path as well. */
    private void toProtocol(RoutingContext context) {
        boolean isChannel = context.request().localAddress().port() == channelPort;
        reroute(context, isChannel ? "/api/v1/ws" : "/");
    }

    /** To another path, with the same query: it may name an agent or carry a token. */
    private static void reroute(RoutingContext context, String path) {
        String query = context.request().query();
        context.reroute(query == null ? path : path + '?' + query);
    }
}
