package io.clawhub.gateway.server;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

import io.clawhub.gateway.GatewayConfig;

/**
 * Listens on the ports that the protocols' own servers used, with the routes of the main port and its WebSocket settings, so that
 * an agent changes nothing but a host name. A port that cannot be bound stops the start: half a hub would be found out much later.
 */
@ApplicationScoped
public class ExtraListeners {

    private static final Logger LOG = Logger.getLogger(ExtraListeners.class);

    private final GatewayConfig config;
    private final Vertx vertx;
    private final Router router;
    private final String host;
    /** What makes the main port's options: subprotocols, compression and limits of WebSockets. */
    private final Instance<HttpServerOptionsCustomizer> customizers;

    private final List<HttpServer> servers = new CopyOnWriteArrayList<>();

    ExtraListeners(
            GatewayConfig config,
            Vertx vertx,
            Router router,
            @ConfigProperty(name = "quarkus.http.host") String host,
            @Any Instance<HttpServerOptionsCustomizer> customizers) {
        this.config = config;
        this.vertx = vertx;
        this.router = router;
        this.host = host;
        this.customizers = customizers;
    }

    void listen(@Observes @Priority(3000) StartupEvent starting) {
        for (int port : config.listeners().ports().orElse(List.of())) {
            HttpServerOptions options = new HttpServerOptions();
            customizers.forEach(customizer -> customizer.customizeHttpServer(options));
            options.setHost(host).setPort(port);
            HttpServer server = vertx.createHttpServer(options).requestHandler(request -> {
                // As on the main port: what comes waits for its handler, which may look at a credential first.
                request.pause();
                router.handle(request);
            });
            server.listen().toCompletionStage().toCompletableFuture().join();
            servers.add(server);
            LOG.infof("also listening on port %d", port);
        }
    }

    void close(@Observes @Priority(1) ShutdownEvent stopping) {
        servers.forEach(HttpServer::close);
    }
}
