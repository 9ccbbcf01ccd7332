package io.clawhub.gateway.protocol.agentclub.engineio;

import java.util.Set;

import io.smallrye.common.vertx.VertxContext;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import io.clawhub.gateway.core.HubError;
import io.clawhub.gateway.core.HubException;
import io.clawhub.gateway.websocket.Loop;
import io.clawhub.gateway.websocket.Upgrades;

/**
 * Every request of the path comes here first. It is refused, or is the HTTP side of a session, or goes on to
 * {@link EngineIoEndpoint}, which shares the path and takes what asks for a WebSocket.
 */
@ApplicationScoped
public class EngineIoRoute {

    private static final String POLLING = "polling";
    private static final Set<String> TRANSPORTS = Set.of(POLLING, "websocket");
    private static final String VERSION = "4";

    /** More of a wrong id is not repeated. */
    private static final int MAX_ECHO = 64;

    /** Largest payload of a client that has not said who it is: a CONNECT needs no more. */
    private static final int UNCONFIRMED_BYTES = 16 * 1024;

    private static final int NO_CONTENT = 204;
    private static final int NOT_FOUND = 404;
    private static final int UNAVAILABLE = 503;

    private final EngineIoServer server;
    private final Upgrades upgrades;
    private final Vertx vertx;

    EngineIoRoute(EngineIoServer server, Upgrades upgrades, Vertx vertx) {
        this.server = server;
        this.upgrades = upgrades;
        this.vertx = vertx;
    }

    void register(@Observes Router router) {
        // Before the routes of the extensions, whose limit for bodies is not this path's.
        router.route(EngineIoEndpoint.PATH).order(Integer.MIN_VALUE).handler(this::handle);
    }

    private void handle(RoutingContext context) {
        HttpServerRequest request = context.request();
        HttpAnswer answer = new VertxAnswer(context.response(), vertx.getOrCreateContext());
        String origin = request.getHeader(HttpHeaders.ORIGIN);
        if (!server.isServed()) {
            answer.send(NOT_FOUND, "\"Not found\"");
        } else if (!upgrades.isAllowedOrigin(request)) {
            server.refused(HubError.ACCESS_DENIED);
            answer.send(HubError.ACCESS_DENIED.httpStatus(), "\"Pages of this origin may not connect\"");
        } else {
            allow(origin, context.response());
            if (request.method() == HttpMethod.OPTIONS) {
                answer.send(NO_CONTENT, "");
            } else if (!upgrades.isReady()) {
                answer.send(UNAVAILABLE, "\"Not ready\"");
            } else {
                serve(context, answer);
            }
        }
    }

    private static void allow(String origin, HttpServerResponse response) {
        if (origin != null) {
            response.putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, origin)
                    .putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_CREDENTIALS, "true")
                    .putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_METHODS, "GET,POST")
                    .putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_HEADERS, "Content-Type,Authorization")
                    .putHeader(HttpHeaders.VARY, "Origin");
        }
    }

    private void serve(RoutingContext context, HttpAnswer answer) {
        HttpServerRequest request = context.request();
        String transport = request.getParam("transport");
        String sid = request.getParam("sid");
        EngineIoSession session = sid == null ? null : server.find(sid);
        boolean isUpgrade = request.headers().contains("Sec-WebSocket-Key");
        if (!VERSION.equals(request.getParam("EIO"))) {
            refuse(answer, "The client is using an unsupported version of the Socket.IO or Engine.IO protocols");
        } else if (transport == null || !TRANSPORTS.contains(transport) || isUpgrade == POLLING.equals(transport)) {
            refuse(answer, "Invalid transport");
        } else if (sid != null && session == null) {
            refuse(answer, "Invalid session " + plain(sid));
        } else if (session == null && !server.hasRoom()) {
            server.refused(HubError.RATE_LIMITED);
            answer.send(UNAVAILABLE, "\"Too many sessions\"");
        } else if (isUpgrade) {
            context.next();
        } else {
            poll(context, session, answer);
        }
    }

    private void poll(RoutingContext context, EngineIoSession session, HttpAnswer answer) {
        HttpServerRequest request = context.request();
        if (request.method() == HttpMethod.GET && session == null) {
            // A context of its own: the session outlives the request.
            Loop loop = Loop.of(VertxContext.createNewDuplicatedContext(vertx.getOrCreateContext()));
            Handshake handshake = Handshake.of(request);
            loop.execute(() -> server.open(handshake, loop).open(answer, server.application()));
        } else if (request.method() == HttpMethod.GET) {
            watch(context.response(), session, answer);
            session.loop().execute(() -> session.poll(answer));
        } else if (request.method() == HttpMethod.POST && session != null) {
            post(context, session, answer);
        } else {
            refuse(answer, "Bad handshake method");
        }
    }

    private void post(RoutingContext context, EngineIoSession session, HttpAnswer answer) {
        if (!session.beginPost()) {
            answer.refuse("Another payload is being taken");
            session.loop()
                    .execute(() -> session.refusePayload(new HubException(HubError.CONFLICT, "two payloads at once")));
            return;
        }
        HttpAnswer last = (status, body, sent) -> {
            session.endPost();
            answer.send(status, body, sent);
        };
        watch(context.response(), session, last);
        int limit = session.isConfirmed()
                ? server.settings().maxPayload()
                : Math.min(UNCONFIRMED_BYTES, server.settings().maxPayload());
        PayloadReader reader = PayloadReader.read(
                context.request(),
                limit,
                payload -> session.loop().execute(() -> session.post(payload, last)),
                refusal -> refusePost(context, session, last, refusal));
        // A body that trickles in for ever would keep what was read of it beyond its session.
        long timer = vertx.setTimer(server.settings().pingTimeoutMillis(), late -> {
            if (!context.request().isEnded()) {
                reader.giveUp();
                context.response().reset();
            }
        });
        context.response().endHandler(ended -> vertx.cancelTimer(timer));
    }

    private static void refusePost(
            RoutingContext context, EngineIoSession session, HttpAnswer answer, HubException refusal) {
        HttpServerRequest request = context.request();
        boolean isShared = request.version() == HttpVersion.HTTP_2;
        if (!isShared) {
            // What still comes of it is not wanted.
            request.response().putHeader(HttpHeaders.CONNECTION, "close");
        }
        answer.send(refusal.error().httpStatus(), '"' + refusal.getMessage() + '"', sent -> {
            if (!isShared) {
                request.connection().close();
            }
        });
        session.loop().execute(() -> session.refusePayload(refusal));
    }

    private static void watch(HttpServerResponse response, EngineIoSession session, HttpAnswer answer) {
        response.closeHandler(gone -> session.loop().execute(() -> session.givenUp(answer)));
    }

    private void refuse(HttpAnswer answer, String reason) {
        server.refused(HubError.BAD_JSON);
        answer.refuse(reason);
    }

    /** As much of a foreign text as can stand in a JSON string. */
    private static String plain(String sid) {
        String printable = sid.replaceAll("[^A-Za-z0-9_.-]", "?");
        return printable.substring(0, Math.min(MAX_ECHO, printable.length()));
    }
}
