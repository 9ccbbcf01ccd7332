package io.clawhub.gateway.http;

import java.time.Duration;

import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.core.http.HttpServerRequest;
import jakarta.enterprise.context.ApplicationScoped;

import io.clawhub.gateway.core.credentials.Credentials;

/**
 * The cookie that holds a person's session: {@code session}, {@code HttpOnly}, {@code SameSite=Lax}, for the whole site, and
 * {@code Secure} when the request came by TLS, as far as {@code quarkus.http.proxy} lets a proxy say so.
 */
@ApplicationScoped
public class SessionCookies {

    /** Its name. */
    public static final String NAME = "session";

    private static final String START = NAME + "=";

    private final Duration life;

    SessionCookies(Credentials credentials) {
        this.life = credentials.sessionLife();
    }

    /** The session's secret in a {@code Cookie} header; null if there is none. The first counts. */
    public static String secret(String header) {
        if (header == null) {
            return null;
        }
        for (String pair : header.split(";")) {
            String cookie = pair.strip();
            if (cookie.startsWith(START) && cookie.length() > START.length()) {
                return cookie.substring(START.length());
            }
        }
        return null;
    }

    /** The value of {@code Set-Cookie} that gives a browser this session, or keeps it for another life. */
    public String given(HttpServerRequest request, String secret) {
        return cookie(request, secret, life.toSeconds());
    }

    /** The value of {@code Set-Cookie} that takes the session away. */
    public String taken(HttpServerRequest request) {
        return cookie(request, "", 0);
    }

    private static String cookie(HttpServerRequest request, String value, long seconds) {
        return Cookie.cookie(NAME, value)
                .setPath("/")
                .setHttpOnly(true)
                .setSameSite(CookieSameSite.LAX)
                .setSecure(request.isSSL() || "https".equals(request.scheme()))
                .setMaxAge(seconds)
                .encode();
    }
}
