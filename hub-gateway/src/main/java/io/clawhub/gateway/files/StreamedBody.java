package io.clawhub.gateway.files;

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
import io.vertx.core.streams.ReadStream;

import io.clawhub.gateway.core.HubException;

/**
 * The body of a request, or one file of it, as a stream for one blocking reader. At most a few chunks are read ahead of it; the rest
 * waits in the client's socket.
 */
public final class StreamedBody extends InputStream {

    private static final int CHUNKS_AHEAD = 4;
    private static final Duration SILENCE = Duration.ofSeconds(30);

    private sealed interface Part {
        record Bytes(byte[] bytes) implements Part {}

        record End() implements Part {}

        record Broken(Throwable cause) implements Part {}
    }

    private final ReadStream<Buffer> source;
    private final Context context;
    /** Bounded by what is fetched. */
    private final BlockingQueue<Part> parts = new LinkedBlockingQueue<>();

    private byte[] current = {};
    private int position;
    private boolean atEnd;
    private volatile boolean discarding;
    private final long deadlineNanos;

    /**
     * To be made on the request's own context, before anything of the source has been handled.
     *
     * @param limit how long reading it may take in all
     */
    public StreamedBody(ReadStream<Buffer> source, Context context, Duration limit) {
        this.deadlineNanos = System.nanoTime() + limit.toNanos();
        this.source = source;
        this.context = context;
        source.pause();
        source.handler(this::arrived);
        source.endHandler(ignored -> parts.add(new Part.End()));
        source.exceptionHandler(this::breakOff);
        source.fetch(CHUNKS_AHEAD);
    }

    /** Its reader gets no more than what has arrived, and then this failure. */
    public void breakOff(Throwable cause) {
        parts.add(new Part.Broken(cause));
    }

    /** Reads the rest and forgets it, so that a client that is still writing gets to read the answer. */
    public void discard() {
        discarding = true;
        context.runOnContext(ignored -> source.resume());
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
                context.runOnContext(ignored -> source.fetch(1));
            }
            case Part.End() -> atEnd = true;
            case Part.Broken(HubException refusal) -> throw refusal;
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
