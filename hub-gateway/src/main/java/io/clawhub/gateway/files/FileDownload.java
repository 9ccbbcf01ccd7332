package io.clawhub.gateway.files;

import java.io.IOException;
import java.io.InputStream;
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
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import jakarta.enterprise.context.ApplicationScoped;

import io.clawhub.gateway.core.HubError;
import io.clawhub.gateway.core.HubException;

/** Writes files to clients, one chunk after the other. Blocks. */
@ApplicationScoped
public class FileDownload {

    private static final int CHUNK_BYTES = 64 * 1024;

    /** Downloads at once on one gateway; each has a thread, an open file and two chunks. */
    private static final int MAX_DOWNLOADS = 256;

    /** A client that takes no chunk for so long is gone. */
    private static final Duration STALLED = Duration.ofSeconds(60);

    private final Semaphore downloads = new Semaphore(MAX_DOWNLOADS);

    /** Where the bytes are. */
    public interface Source {
        /**
         * The bytes from an offset to the end.
         *
         * @throws HubException {@link HubError#ATTACHMENT_NOT_FOUND} when they are gone
         */
        InputStream from(long offset) throws IOException;
    }

    /** Answers the request with what it wants of the file; only then is the file opened, and it is closed on return. */
    public void write(HttpServerRequest request, Context context, FileHead file, Source source) throws IOException {
        if (!downloads.tryAcquire()) {
            throw new HubException(HubError.RATE_LIMITED, "too many downloads at once, try again soon");
        }
        try {
            ByteRange range = file.range(request);
            if (file.isKnownTo(request)) {
                answer(request.response(), context, file::notModified);
            } else if (range == null || request.method() == HttpMethod.HEAD) {
                answer(request.response(), context, response -> file.write(response, range));
            } else {
                try (InputStream bytes = source.from(range.first())) {
                    body(request.response(), context, file, range, bytes);
                }
            }
        } finally {
            downloads.release();
        }
    }

    private interface Head {
        void write(HttpServerResponse response);
    }

    private static void answer(HttpServerResponse response, Context context, Head head) throws IOException {
        on(
                context,
                () -> {
                    head.write(response);
                    return response.end();
                },
                STALLED.toNanos());
    }

    private static void body(
            HttpServerResponse response, Context context, FileHead file, ByteRange range, InputStream bytes)
            throws IOException {
        on(
                context,
                () -> {
                    file.write(response, range);
                    return Future.succeededFuture();
                },
                STALLED.toNanos());
        long deadline = System.nanoTime() + Transfers.limit(range.length()).toNanos();
        long left = range.length();
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
}
