package io.clawhub.gateway.protocol.agentclub.engineio;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;

/**
 * What the request that opened a session showed; later requests of the session change nothing about it. Absent headers are
 * null.
 *
 * @param cookie the Cookie header, as it came
 * @param authorization the Authorization header, as it came
 * @param origin the web page, if it is one
 * @param remoteAddress the client's address
 */
public record Handshake(String cookie, String authorization, String origin, String remoteAddress) {

    static Handshake of(HttpServerRequest request) {
        return new Handshake(
                request.getHeader(HttpHeaders.COOKIE),
                request.getHeader(HttpHeaders.AUTHORIZATION),
                request.getHeader(HttpHeaders.ORIGIN),
                request.remoteAddress().hostAddress());
    }

    /** Secrets stay out of logs. */
    @Override
    public String toString() {
        return "Handshake[" + remoteAddress + "]";
    }
}
