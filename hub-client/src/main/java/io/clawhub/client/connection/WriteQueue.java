package io.clawhub.client.connection;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

import io.clawhub.client.errors.ClientException;
import io.clawhub.client.errors.NotConnected;
import io.clawhub.client.errors.QueueFull;

/**
 * Writes one frame at a time, as sockets demand, in the order of the calls. Bounded in frames and characters: an agent that
 * writes faster than the hub reads is refused rather than buffered without end.
 */
final class WriteQueue {

    private record Entry(String text, CompletableFuture<Void> written) {}

    private final Function<String, CompletableFuture<?>> writer;
    private final int maxFrames;
    private final long maxChars;
    private final Queue<Entry> waiting = new ArrayDeque<>(4);
    private long waitingChars;
    private boolean writing;
    private Throwable closed;

    WriteQueue(Function<String, CompletableFuture<?>> writer, int maxFrames, long maxChars) {
        this.writer = writer;
        this.maxFrames = maxFrames;
        this.maxChars = maxChars;
    }

    /** Completes when the frame is written; fails at once when the queue is full or closed. */
    CompletableFuture<Void> send(String text) {
        Entry entry = new Entry(text, new CompletableFuture<>());
        synchronized (this) {
            if (closed != null) {
                return CompletableFuture.failedFuture(closed);
            }
            if (writing && (waiting.size() >= maxFrames || waitingChars + text.length() > maxChars)) {
                return CompletableFuture.failedFuture(new QueueFull(
                        waiting.size() + " frames wait to be written: the hub reads slower than this client writes"));
            }
            if (writing) {
                waiting.add(entry);
                waitingChars += text.length();
                return entry.written();
            }
            writing = true;
        }
        write(entry);
        return entry.written();
    }

    /** Fails what waits and all that comes later. */
    void close(Throwable why) {
        List<Entry> dropped;
        synchronized (this) {
            if (closed == null) {
                closed = why;
            }
            dropped = new ArrayList<>(waiting);
            waiting.clear();
            waitingChars = 0;
        }
        dropped.forEach(entry -> entry.written().completeExceptionally(why));
    }

    private void write(Entry first) {
        Entry entry = first;
        while (entry != null) {
            CompletableFuture<?> write = start(entry);
            if (!write.isDone()) {
                Entry started = entry;
                write.whenComplete((done, failure) -> {
                    finish(started, failure);
                    Entry next = next();
                    if (next != null) {
                        write(next);
                    }
                });
                return;
            }
            finish(entry, write.isCompletedExceptionally() ? failureOf(write) : null);
            // A loop, not recursion: many short frames written at once must not grow the stack.
            entry = next();
        }
    }

    private CompletableFuture<?> start(Entry entry) {
        try {
            return writer.apply(entry.text());
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private static Throwable failureOf(CompletableFuture<?> write) {
        return write.handle((done, failure) -> failure).join();
    }

    private static void finish(Entry entry, Throwable failure) {
        if (failure == null) {
            entry.written().complete(null);
        } else {
            entry.written()
                    .completeExceptionally(
                            failure instanceof ClientException
                                    ? failure
                                    : new NotConnected("the frame could not be written", failure));
        }
    }

    private synchronized Entry next() {
        Entry next = waiting.poll();
        if (next != null) {
            waitingChars -= next.text().length();
        }
        writing = next != null;
        return next;
    }
}
