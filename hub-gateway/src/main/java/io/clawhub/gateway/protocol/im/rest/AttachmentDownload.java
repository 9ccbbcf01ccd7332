package io.clawhub.gateway.protocol.im.rest;

import java.io.IOException;
import java.io.InputStream;
import java.net.URLEncoder;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import jakarta.enterprise.context.ApplicationScoped;

import io.clawhub.gateway.core.HubError;
import io.clawhub.gateway.core.HubException;
import io.clawhub.gateway.core.attachments.Attachment;

import static java.nio.charset.StandardCharsets.UTF_8;

/** Writes files to clients, one chunk after the other. Blocks. */
@ApplicationScoped
class AttachmentDownload {

    private static final int PARTIAL_CONTENT = 206;
    private static final int RANGE_NOT_SATISFIABLE = 416;
    private static final int CHUNK_BYTES = 64 * 1024;

    /** Downloads at once on one gateway; each has a thread, an open file and two chunks. */
    private static final int MAX_DOWNLOADS = 256;

    /** A client that takes no chunk for so long is gone. */
    private static final Duration STALLED = Duration.ofSeconds(60);

    private final Semaphore downloads = new Semaphore(MAX_DOWNLOADS);

    /** What the request wants of the file; null when the file has no such bytes. */
    static ByteRange range(HttpServerRequest request, Attachment attachment) {
        String condition = request.getHeader("If-Range");
        boolean same = condition == null || condition.equals(etag(attachment));
        return ByteRange.of(same ? request.getHeader("Range") : null, attachment.size());
    }

    /**
     * Writes the answer, head and body.
     *
     * @param range null: refused with 416
     * @param bytes at the beginning of the range
     */
    void write(HttpServerResponse response, Context context, Attachment attachment, ByteRange range, InputStream bytes)
            throws IOException {
        if (!downloads.tryAcquire()) {
            throw new HubException(HubError.RATE_LIMITED, "too many downloads at once, try again soon");
        }
        try {
            on(
                    context,
                    () -> {
                        head(response, attachment, range);
                        return range == null ? response.end() : Future.succeededFuture();
                    },
                    STALLED.toNanos());
            if (range != null) {
                body(response, context, bytes, range.length());
            }
        } finally {
            downloads.release();
        }
    }

    private static void head(HttpServerResponse response, Attachment attachment, ByteRange range) {
        response.putHeader(HttpHeaders.ETAG, etag(attachment))
                .putHeader(HttpHeaders.ACCEPT_RANGES, "bytes")
                .putHeader(HttpHeaders.CACHE_CONTROL, "private, immutable, max-age=86400")
                // A file must never run as a page of this hub, whatever is in it.
                .putHeader("Content-Disposition", disposition(attachment.name()))
                .putHeader("X-Content-Type-Options", "nosniff")
                .putHeader("Content-Security-Policy", "default-src 'none'; sandbox");
        if (range == null) {
            response.setStatusCode(RANGE_NOT_SATISFIABLE)
                    .putHeader(HttpHeaders.CONTENT_RANGE, "bytes */" + attachment.size());
            return;
        }
        response.putHeader(HttpHeaders.CONTENT_TYPE, attachment.contentType())
                .putHeader(HttpHeaders.CONTENT_LENGTH, Long.toString(range.length()));
        if (range.partial()) {
            response.setStatusCode(PARTIAL_CONTENT)
                    .putHeader(HttpHeaders.CONTENT_RANGE, range.contentRange(attachment.size()));
        }
    }

    private static void body(HttpServerResponse response, Context context, InputStream bytes, long length)
            throws IOException {
        long deadline = System.nanoTime() + Transfers.limit(length).toNanos();
        long left = length;
        while (left > 0) {
            byte[] chunk = bytes.readNBytes((int) Math.min(CHUNK_BYTES, left));
            if (chunk.length == 0) {
                throw new IOException("the file is shorter than it was");
            }
            left -= chunk.length;
            on(
                    context,
                    () -> response.write(Buffer.buffer(chunk)),
                    Math.min(STALLED.toNanos(), deadline - System.nanoTime()));
        }
        on(context, response::end, STALLED.toNanos());
    }

    /** Waits until the socket has taken it. */
    private static void on(Context context, Supplier<Future<Void>> write, long withinNanos) throws IOException {
        CompletableFuture<Void> written = new CompletableFuture<>();
        context.runOnContext(ignored -> {
            try {
                write.get().onComplete(result -> {
                    if (result.succeeded()) {
                        written.complete(null);
                    } else {
                        written.completeExceptionally(result.cause());
                    }
                });
            } catch (RuntimeException e) {
                written.completeExceptionally(e);
            }
        });
        try {
            written.get(withinNanos, TimeUnit.NANOSECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("the client is gone, or too slow", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private static String etag(Attachment attachment) {
        return '"' + attachment.sha256() + '"';
    }

    /** The name in plain ASCII for old clients, and as it is (RFC 6266). */
    private static String disposition(String name) {
        String ascii = name.replaceAll("[^ -~]|[\"\\\\%]", "_");
        String encoded = URLEncoder.encode(name, UTF_8).replace("+", "%20").replace("*", "%2A");
        return "attachment; filename=\"" + ascii + "\"; filename*=UTF-8''" + encoded;
    }
}
