package io.clawhub.gateway.protocol.channel;

import java.util.LinkedHashSet;
import java.util.Set;

import io.clawhub.gateway.core.outbound.CloseReason;
import io.clawhub.gateway.core.outbound.OutboundQueue;
import io.clawhub.gateway.websocket.Loop;

/**
 * Writing to one connection. While its queue is more than a quarter full, what answers grow by is kept by those who write, and
 * merged, so that a slow reader gets fewer and longer frames. One that stays behind for long is sent away. Safe for any thread.
 */
final class Outlet {

    /** So long a reader may stay behind. */
    private static final long MAX_BEHIND_MILLIS = 5_000;

    private final OutboundQueue outbound;
    private final Loop loop;
    private final Set<Runnable> waiting = new LinkedHashSet<>();
    private int spell;
    private boolean behind;

    Outlet(OutboundQueue outbound, Loop loop) {
        this.outbound = outbound;
        this.loop = loop;
    }

    /** Queues what must arrive, in order. */
    void write(String frame) {
        outbound.push(frame, () -> {});
    }

    /** Queues an answer, ahead of what is queued. */
    void answer(String frame) {
        outbound.reply(frame, () -> {});
    }

    /** Whether what an answer grew by should be kept now; then {@code flush} runs once there is room. */
    boolean shouldKeep(Runnable flush) {
        if (!outbound.isFilledBeyond(1)) {
            return false;
        }
        int mine;
        synchronized (this) {
            waiting.add(flush);
            if (behind) {
                return true;
            }
            behind = true;
            mine = ++spell;
        }
        outbound.whenLow(this::caughtUp);
        loop.schedule(MAX_BEHIND_MILLIS, () -> {
            if (isBehindSince(mine)) {
                outbound.close(CloseReason.SLOW_READER);
            }
        });
        return true;
    }

    private synchronized boolean isBehindSince(int then) {
        return behind && spell == then;
    }

    private void caughtUp() {
        Set<Runnable> flushes;
        synchronized (this) {
            behind = false;
            flushes = Set.copyOf(waiting);
            waiting.clear();
        }
        flushes.forEach(Runnable::run);
    }
}
