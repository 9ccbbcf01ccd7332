package io.clawhub.gateway.files;

import java.net.URLEncoder;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * What a client is told of a file before its bytes. Whatever is in the file, it must never run as a page of this hub.
 *
 * @param name its file name
 * @param contentType its media type
 * @param size bytes
 * @param tag changes whenever the bytes do; no quotes in it
 * @param modified when it got these bytes
 * @param inline whether a browser may show it in its place; else it is saved
 * @param caching the header {@code Cache-Control}
 */
public record FileHead(
        String name, String contentType, long size, String tag, Instant modified, boolean inline, String caching) {

    private static final int PARTIAL_CONTENT = 206;
    private static final int NOT_MODIFIED = 304;
    private static final int RANGE_NOT_SATISFIABLE = 416;

    private static final DateTimeFormatter HTTP_DATE = DateTimeFormatter.RFC_1123_DATE_TIME.withZone(ZoneOffset.UTC);

    /** Which bytes the request wants; null when the file has no such bytes. */
    public ByteRange range(HttpServerRequest request) {
        String condition = request.getHeader("If-Range");
        boolean same = condition == null || condition.equals(etag());
        return ByteRange.of(same ? request.getHeader("Range") : null, size);
    }

    /** Whether the client has these bytes already and says so. */
    public boolean isKnownTo(HttpServerRequest request) {
        String known = request.getHeader(HttpHeaders.IF_NONE_MATCH);
        if (known == null) {
            return false;
        }
        for (String one : known.split(",")) {
            String bare = one.strip();
            if (bare.equals("*") || bare.equals(etag()) || bare.equals("W/" + etag())) {
                return true;
            }
        }
        return false;
    }

    /** Writes the head of an answer without a body: there is nothing new. */
    void notModified(HttpServerResponse response) {
        response.setStatusCode(NOT_MODIFIED)
                .putHeader(HttpHeaders.ETAG, etag())
                .putHeader(HttpHeaders.CACHE_CONTROL, caching);
    }

    /**
     * Writes the head.
     *
     * @param range null: it is a refusal, 416
     */
    void write(HttpServerResponse response, ByteRange range) {
        response.putHeader(HttpHeaders.ETAG, etag())
                .putHeader(HttpHeaders.LAST_MODIFIED, HTTP_DATE.format(modified))
                .putHeader(HttpHeaders.ACCEPT_RANGES, "bytes")
                .putHeader(HttpHeaders.CACHE_CONTROL, caching)
                .putHeader("Content-Disposition", disposition())
                .putHeader("X-Content-Type-Options", "nosniff")
                .putHeader("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; sandbox");
        if (range == null) {
            response.setStatusCode(RANGE_NOT_SATISFIABLE).putHeader(HttpHeaders.CONTENT_RANGE, "bytes */" + size);
            return;
        }
        response.putHeader(HttpHeaders.CONTENT_TYPE, contentType)
                .putHeader(HttpHeaders.CONTENT_LENGTH, Long.toString(range.length()));
        if (range.partial()) {
            response.setStatusCode(PARTIAL_CONTENT).putHeader(HttpHeaders.CONTENT_RANGE, range.contentRange(size));
        }
    }

    private String etag() {
        return '"' + tag + '"';
    }

    /** The name in plain ASCII for old clients, and as it is (RFC 6266). */
    private String disposition() {
        String ascii = name.replaceAll("[^ -~]|[\"\\\\%]", "_");
        String encoded = URLEncoder.encode(name, UTF_8).replace("+", "%20").replace("*", "%2A");
        return (inline ? "inline" : "attachment") + "; filename=\"" + ascii + "\"; filename*=UTF-8''" + encoded;
    }
}
