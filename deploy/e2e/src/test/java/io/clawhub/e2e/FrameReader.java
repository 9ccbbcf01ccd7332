package io.clawhub.e2e;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

import com.fasterxml.jackson.databind.JsonNode;

import io.clawhub.standalone.testing.FrameSocket;

/** Takes each frame of a socket, in order, on a thread of its own, until it is closed or its reader fails. */
final class FrameReader implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(50);

    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private final Thread thread;
    private volatile boolean closed;

    FrameReader(FrameSocket socket, Consumer<JsonNode> reader) {
        thread = Thread.ofVirtual().start(() -> read(socket, reader));
    }

    private void read(FrameSocket socket, Consumer<JsonNode> reader) {
        try {
            while (!closed) {
                String text = socket.next(POLL);
                if (text != null) {
                    reader.accept(Frames.read(text));
                }
            }
        } catch (RuntimeException | AssertionError e) {
            failure.set(e);
        }
    }

    /** Fails when the reader has. */
    void assertAlive() {
        if (failure.get() != null) {
            throw new AssertionError("died of a frame", failure.get());
        }
    }

    @Override
    public void close() {
        closed = true;
        try {
            thread.join(Soon.DEADLINE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
