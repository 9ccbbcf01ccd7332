package io.clawhub.gateway.protocol.im.rest;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;

/**
 * The body of a request as a stream for one blocking reader. At most a few chunks are read ahead of it; the rest waits in
 * the client's socket.
 */
final class RequestBody extends InputStream {

    private static final int CHUNKS_AHEAD = 4;
    private static final Duration SILENCE = Duration.ofSeconds(30);

    private sealed interface Part {
        record Bytes(byte[] bytes) implements Part {}

        record End() implements Part {}

        record Broken(Throwable cause) implements Part {}
    }

    private final HttpServerRequest request;
    private final Context context;
    /** Bounded by what is fetched. */
    private final BlockingQueue<Part> parts = new LinkedBlockingQueue<>();

    private byte[] current = {};
    private int position;
    private boolean atEnd;
    private volatile boolean discarding;
    private final long deadlineNanos;

    /**
     * To be made on the request's own context, before anything else happens to the request.
     *
     * @param limit how long reading it may take in all
     */
    RequestBody(HttpServerRequest request, Context context, Duration limit) {
        this.deadlineNanos = System.nanoTime() + limit.toNanos();
        this.request = request;
        this.context = context;
        request.pause();
        request.handler(this::arrived);
        request.endHandler(ignored -> parts.add(new Part.End()));
        request.exceptionHandler(cause -> parts.add(new Part.Broken(cause)));
        request.fetch(CHUNKS_AHEAD);
    }

    /** Reads the rest and forgets it, so that a client that is still writing gets to read the answer. */
    void discard() {
        discarding = true;
        context.runOnContext(ignored -> request.resume());
    }

    private void arrived(Buffer chunk) {
        if (!discarding) {
            parts.add(new Part.Bytes(chunk.getBytes()));
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, target.length);
        while (position == current.length && !atEnd) {
            next();
        }
        if (atEnd) {
            return -1;
        }
        int count = Math.min(length, current.length - position);
        System.arraycopy(current, position, target, offset, count);
        position += count;
        return count;
    }

    private void next() throws IOException {
        switch (take()) {
            case Part.Bytes(byte[] bytes) -> {
                current = bytes;
                position = 0;
                context.runOnContext(ignored -> request.fetch(1));
            }
            case Part.End() -> atEnd = true;
            case Part.Broken(Throwable cause) -> throw new IOException("the upload was aborted", cause);
        }
    }

    private Part take() throws IOException {
        try {
            long left = deadlineNanos - System.nanoTime();
            if (left <= 0) {
                throw new IOException("it came too slowly");
            }
            Part part = parts.poll(Math.min(SILENCE.toNanos(), left), TimeUnit.NANOSECONDS);
            if (part == null) {
                throw new IOException("nothing came any more");
            }
            return part;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException();
        }
    }
}
