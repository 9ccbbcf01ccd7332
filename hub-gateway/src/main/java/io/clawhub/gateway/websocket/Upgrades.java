package io.clawhub.gateway.websocket;

import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

import io.quarkus.websockets.next.HttpUpgradeCheck.CheckResult;
import io.quarkus.websockets.next.HttpUpgradeCheck.HttpUpgradeContext;
import io.quarkus.websockets.next.UserData.TypedKey;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Singleton;

import io.clawhub.gateway.GatewayConfig;
import io.clawhub.gateway.core.HubError;
import io.clawhub.gateway.core.HubException;
import io.clawhub.gateway.core.log.ChatEventTail;

/** What an upgrade request tells, whatever protocol it asks for. */
@Singleton
public class Upgrades {

    /** The request that was upgraded; its channel can be paused. */
    public static final TypedKey<HttpServerRequest> REQUEST = new TypedKey<>("hub.request");

    private static final String BEARER = "bearer ";
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    private static final int UNAVAILABLE = 503;

    private final ChatEventTail tail;
    private final Set<String> origins;

    Upgrades(ChatEventTail tail, GatewayConfig config) {
        this.tail = tail;
        this.origins = Set.copyOf(config.auth().allowedOrigins().orElse(List.of()));
    }

    /**
     * Lets a connection in, or refuses the upgrade with an HTTP status: that of the admission's refusal, 403 for a page that
     * may not connect, 503 while the log has not been reached yet.
     *
     * @param admission looks at who comes; may answer on any thread, and may throw a refusal
     * @param known where the connection finds what it answered
     * @param refused told of a refusal
     */
    public <T> Uni<CheckResult> admit(
            HttpUpgradeContext upgrade,
            Function<HttpServerRequest, Uni<T>> admission,
            TypedKey<T> known,
            Consumer<HubError> refused) {
        return admitFromAnywhere(
                upgrade,
                request -> {
                    checkOrigin(request);
                    return admission.apply(request);
                },
                known,
                refused);
    }

    /** The same for a path that has looked at the page already. */
    public <T> Uni<CheckResult> admitFromAnywhere(
            HttpUpgradeContext upgrade,
            Function<HttpServerRequest, Uni<T>> admission,
            TypedKey<T> known,
            Consumer<HubError> refused) {
        if (!isReady()) {
            return CheckResult.rejectUpgrade(UNAVAILABLE);
        }
        Context loop = Vertx.currentContext();
        HttpServerRequest request = upgrade.httpRequest();
        return Uni.createFrom()
                .deferred(() -> admission.apply(request))
                .emitOn(task -> loop.runOnContext(ignored -> task.run()))
                .map(who -> {
                    upgrade.userData().put(known, who);
                    upgrade.userData().put(REQUEST, request);
                    return CheckResult.permitUpgradeSync();
                })
                .onFailure()
                .recoverWithItem(failure -> {
                    HubError error = HubException.of(failure).error();
                    refused.accept(error);
                    return CheckResult.rejectUpgradeSync(error.httpStatus());
                });
    }

    /** Whether the log has been reached; nobody is let in before. */
    public boolean isReady() {
        return tail.isFollowing();
    }

    /** A browser lets any page open a socket to anywhere, and says which page it is; programs say nothing. */
    public boolean isAllowedOrigin(String origin) {
        return origin == null || origins.contains(origin) || isOfThisMachine(origin);
    }

    /** The same for a path that always asks for a credential: there a page may also be of the host that it asks. */
    public boolean isAllowedOrigin(HttpServerRequest request) {
        String origin = request.getHeader(HttpHeaders.ORIGIN);
        return isAllowedOrigin(origin) || origin.equals(request.scheme() + "://" + request.getHeader(HttpHeaders.HOST));
    }

    private void checkOrigin(HttpServerRequest request) {
        if (!isAllowedOrigin(request.getHeader(HttpHeaders.ORIGIN))) {
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

    /** The API key that the request presents, or null: in a header, or in the URL for clients that can set none. */
    public static String apiKey(HttpServerRequest request) {
        String header = headerKey(request);
        return header != null ? header : request.getParam("api_key");
    }

    /** The API key in the header that HTTP has for it, or in the usual other one, or null. */
    public static String headerKey(HttpServerRequest request) {
        String authorization = request.getHeader(HttpHeaders.AUTHORIZATION);
        if (authorization != null && authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            return authorization.substring(BEARER.length()).strip();
        }
        return request.getHeader("X-API-Key");
    }
}
