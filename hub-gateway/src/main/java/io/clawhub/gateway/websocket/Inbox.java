package io.clawhub.gateway.websocket;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Frames on their way in, in order. They are handled at once, unless something has to be waited for; then they are kept, and
 * the socket is not read. Used on the connection's event loop only.
 *
 * <p>While it is only the rate that is waited for, reading goes on until a quarter of the inbox is filled, so that pings in
 * between are still answered. The rest is for what was on its way when reading stopped.
 */
public final class Inbox {

    /** What can be waited for. */
    public enum Wait {
        /** Who this is. */
        IDENTIFYING,
        /** Room for more sends. */
        LANE,
        /** The file that a message is about. */
        FILE,
        /** The next token of the buckets. */
        RATE
    }

    /** Frames kept at most; more are refused. */
    static final int MAX_FRAMES = 2_048;

    private static final long MAX_CHARS = 4L * 1024 * 1024;
    /** Handled in one go; other connections share the event loop. */
    private static final int MAX_AT_ONCE = 256;

    private final Consumer<String> handler;
    private final Consumer<Boolean> reading;
    private final Loop loop;
    private final TokenBucket own;
    private final Deque<String> frames = new ArrayDeque<>();
    private final Set<Wait> waits = EnumSet.noneOf(Wait.class);
    private TokenBucket shared;
    private long chars;
    private boolean pumping;
    private boolean isRead = true;
    private boolean closed;
    private Runnable done;

    /**
     * An empty inbox.
     *
     * @param handler takes frames one by one; may call {@link #await}
     * @param reading told when to stop and to go on reading the socket
     * @param own the connection's bucket
     */
    public Inbox(Consumer<String> handler, Consumer<Boolean> reading, Loop loop, TokenBucket own) {
        this.handler = handler;
        this.reading = reading;
        this.loop = loop;
        this.own = own;
    }

    /** From now on this bucket counts as well. */
    public void share(TokenBucket bucket) {
        shared = bucket;
    }

    /** A frame came in. False if there is no room for it: it is not taken. */
    public boolean offer(String frame) {
        if (frames.size() >= MAX_FRAMES || chars + frame.length() > MAX_CHARS && !frames.isEmpty()) {
            return false;
        }
        frames.add(frame);
        chars += frame.length();
        pump();
        return true;
    }

    /** Handles nothing more until {@link #proceed} is called with the same. */
    public void await(Wait wait) {
        waits.add(wait);
        steer();
    }

    /** What was waited for is there. */
    public void proceed(Wait wait) {
        if (waits.remove(wait)) {
            pump();
        }
    }

    /** The hub closes the connection: what was not handled yet is thrown away. */
    public void close() {
        closed = true;
        frames.clear();
        chars = 0;
    }

    /** The client is gone, and what it said before counts: it is handled, and then this runs, once. */
    public void end(Runnable handled) {
        done = handled;
        pump();
    }

    public boolean isClosed() {
        return closed;
    }

    private void pump() {
        if (pumping) {
            return;
        }
        pumping = true;
        int handled = 0;
        while (!closed && waits.isEmpty() && !frames.isEmpty() && handled < MAX_AT_ONCE && hasToken()) {
            String frame = frames.remove();
            chars -= frame.length();
            handled++;
            handler.accept(frame);
        }
        pumping = false;
        steer();
        if (handled == MAX_AT_ONCE && waits.isEmpty() && !frames.isEmpty()) {
            loop.execute(this::pump);
        }
    }

    private boolean hasToken() {
        long nanos = own.take();
        if (nanos == 0 && shared != null) {
            nanos = shared.take();
            if (nanos > 0) {
                own.giveBack();
            }
        }
        if (nanos > 0) {
            waits.add(Wait.RATE);
            loop.schedule(TimeUnit.NANOSECONDS.toMillis(nanos) + 1, () -> proceed(Wait.RATE));
        }
        return nanos == 0;
    }

    private void steer() {
        boolean read = !closed
                && !waits.contains(Wait.IDENTIFYING)
                && !waits.contains(Wait.LANE)
                && !waits.contains(Wait.FILE)
                && frames.size() < (isRead ? MAX_FRAMES / 4 : MAX_FRAMES / 16)
                && chars < (isRead ? MAX_CHARS / 4 : MAX_CHARS / 16);
        if (read != isRead && !closed) {
            isRead = read;
            reading.accept(read);
        }
        if (done != null && (closed || frames.isEmpty() && waits.isEmpty())) {
            Runnable handled = done;
            done = null;
            handled.run();
        }
    }
}
