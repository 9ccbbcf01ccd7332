package io.clawhub.gateway.core.outbound;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;

import io.clawhub.gateway.GatewayConfig;

/**
 * What waits to be written to one connection, bounded in frames and bytes, and with all others by their budget. Replies go
 * before pushes; each kind keeps its order. Offering never blocks, from any thread: a reader that is too slow is
 * disconnected and catches up later, and slows nobody else.
 */
public final class OutboundQueue {

    /** Handed to the socket but not yet written: enough to keep it busy, little enough for a reply to overtake. */
    private static final int MAX_IN_FLIGHT = 64 * 1024;

    /** The same in frames: a frame in flight costs ten times the memory of one that waits here. */
    private static final int MAX_FRAMES_IN_FLIGHT = 32;

    private static final int QUARTERS = 4;

    private final Transport transport;
    private final Executor executor;
    private final GatewayConfig.Connection limits;
    private final OutboundBudget budget;
    private final Deque<Frame> replies = new ArrayDeque<>();
    private final Deque<Frame> pushes = new ArrayDeque<>();
    private long queuedBytes;
    private long inFlight;
    private int framesInFlight;
    private int holds;
    private boolean draining;
    private boolean closed;
    private Runnable whenLow;

    private record Frame(String text, Runnable onWritten) {}

    /**
     * A queue in front of a socket.
     *
     * @param transport the socket
     * @param executor runs tasks one after another on the socket's event loop
     * @param limits the bounds
     * @param budget what it shares with the queues of all other sockets
     */
    public OutboundQueue(
            Transport transport, Executor executor, GatewayConfig.Connection limits, OutboundBudget budget) {
        this.transport = transport;
        this.executor = executor;
        this.limits = limits;
        this.budget = budget;
    }

    /** A queue in front of something that takes everything at once, and so holds nothing for long. */
    public OutboundQueue(Transport transport, Executor executor, GatewayConfig.Connection limits) {
        this(transport, executor, limits, new OutboundBudget(Long.MAX_VALUE));
    }

    /** Queues an answer, ahead of all pushes. {@code onWritten} runs on the event loop once it is on the socket. */
    public void reply(String frame, Runnable onWritten) {
        offer(replies, new Frame(frame, onWritten));
    }

    /** Queues a push. {@code onWritten} runs on the event loop once it is on the socket. */
    public void push(String frame, Runnable onWritten) {
        offer(pushes, new Frame(frame, onWritten));
    }

    /** Keeps pushes back until {@link #release} was called as often as this. */
    public synchronized void hold() {
        holds++;
    }

    /** Undoes one {@link #hold}. */
    public void release() {
        synchronized (this) {
            holds--;
        }
        wake();
    }

    /** Runs the callback, once, as soon as at most a quarter of the queue is filled. */
    public void whenLow(Runnable callback) {
        synchronized (this) {
            if (!isLow()) {
                whenLow = callback;
                return;
            }
        }
        callback.run();
    }

    /** Closes the socket, leaving unwritten what is queued. Only the first call has an effect. */
    public void close(CloseReason reason) {
        if (discard()) {
            executor.execute(() -> transport.close(reason.code(), reason.text()));
        }
    }

    /** The socket is gone: forget what is queued. */
    public boolean discard() {
        synchronized (this) {
            if (closed) {
                return false;
            }
            closed = true;
            replies.clear();
            pushes.clear();
            budget.changed(held(), 0);
            queuedBytes = 0;
            return true;
        }
    }

    private void offer(Deque<Frame> lane, Frame frame) {
        boolean over;
        synchronized (this) {
            if (closed) {
                return;
            }
            long held = held();
            lane.add(frame);
            queuedBytes += frame.text().length();
            budget.changed(held, held());
            // However long it is, who holds nothing may have one more.
            over = held > 0 && queuedBytes > limits.maxQueuedBytes()
                    || held > budget.bearable(limits.maxQueuedBytes())
                    || replies.size() + pushes.size() > limits.maxQueuedFrames();
        }
        if (over) {
            close(CloseReason.SLOW_READER);
        } else {
            wake();
        }
    }

    private void wake() {
        synchronized (this) {
            if (draining || closed || !hasNext()) {
                return;
            }
            draining = true;
        }
        executor.execute(this::drain);
    }

    private void drain() {
        while (true) {
            Frame frame;
            Runnable low = null;
            synchronized (this) {
                if (closed || !hasNext()) {
                    draining = false;
                    return;
                }
                frame = replies.isEmpty() ? pushes.remove() : replies.remove();
                queuedBytes -= frame.text().length();
                inFlight += frame.text().length();
                framesInFlight++;
                if (whenLow != null && isLow()) {
                    low = whenLow;
                    whenLow = null;
                }
            }
            transport.write(frame.text(), ok -> written(frame, ok));
            if (low != null) {
                low.run();
            }
        }
    }

    private void written(Frame frame, boolean ok) {
        synchronized (this) {
            long held = held();
            inFlight -= frame.text().length();
            framesInFlight--;
            if (!closed) {
                budget.changed(held, held());
            }
        }
        if (ok) {
            frame.onWritten().run();
        }
        wake();
    }

    /** Bytes that wait here or are in flight. */
    private long held() {
        return queuedBytes + inFlight;
    }

    private boolean hasNext() {
        return inFlight < MAX_IN_FLIGHT
                && framesInFlight < MAX_FRAMES_IN_FLIGHT
                && !(replies.isEmpty() && (pushes.isEmpty() || holds > 0));
    }

    private boolean isLow() {
        return !isFilledBeyond(1);
    }

    /** Whether more than so many quarters of the queue are filled: then what can be spared should not be added. */
    public synchronized boolean isFilledBeyond(int quarters) {
        return queuedBytes > budget.roomy(limits.maxQueuedBytes()) / QUARTERS * quarters
                || replies.size() + pushes.size() > limits.maxQueuedFrames() / QUARTERS * quarters;
    }
}
