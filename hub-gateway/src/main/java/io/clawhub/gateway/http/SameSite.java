package io.clawhub.gateway.http;

import java.net.URI;
import java.util.List;
import java.util.Set;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import jakarta.enterprise.context.ApplicationScoped;

import io.clawhub.gateway.GatewayConfig;
import io.clawhub.gateway.core.HubError;
import io.clawhub.gateway.core.HubException;

/**
 * Keeps other sites' pages from acting in the name of who is logged in. A request that changes something must come from a page
 * of this very origin, or one of {@code hub.auth.allowed-origins}: browsers say so in {@code Sec-Fetch-Site}, {@code Origin} or
 * {@code Referer}. One that has none of them comes from a program; should an old browser send it, the cookie's
 * {@code SameSite=Lax} keeps the session out of it, and no form can send JSON.
 */
@ApplicationScoped
public class SameSite {

    private static final Set<HttpMethod> SAFE = Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);
    private static final Set<String> OURS = Set.of("same-origin", "none");

    private final Set<String> allowed;

    SameSite(GatewayConfig config) {
        this.allowed = Set.copyOf(config.auth().allowedOrigins().orElse(List.of()));
    }

    /**
     * Looks at where a request comes from.
     *
     * @throws HubException {@link HubError#ACCESS_DENIED} if it would change something and comes from another site's page
     */
    public void check(HttpServerRequest request) {
        if (!SAFE.contains(request.method()) && !isOurs(request)) {
            throw new HubException(HubError.ACCESS_DENIED, "pages of this origin may not do this");
        }
    }

    private boolean isOurs(HttpServerRequest request) {
        String origin = request.getHeader(HttpHeaders.ORIGIN);
        if (origin == null) {
            origin = originOf(request.getHeader(HttpHeaders.REFERER));
        }
        if (origin != null && allowed.contains(origin)) {
            return true;
        }
        String site = request.getHeader("Sec-Fetch-Site");
        if (site != null) {
            return OURS.contains(site);
        }
        return origin == null || origin.equals(request.scheme() + "://" + request.getHeader(HttpHeaders.HOST));
    }

    private static String originOf(String referer) {
        if (referer == null) {
            return null;
        }
        try {
            URI page = URI.create(referer);
            return page.getScheme() + "://" + page.getRawAuthority();
        } catch (IllegalArgumentException unreadable) {
            return "null";
        }
    }
}
