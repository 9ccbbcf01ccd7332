package io.clawhub.gateway.protocol.channel;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Supplier;

import io.smallrye.mutiny.Uni;

import io.clawhub.gateway.websocket.Loop;

/** Work of one connection, one thing after another: what was asked first is taken first. Used on its event loop only. */
final class Turns {

    private static final int MAX_WAITING = 64;

    private final Loop loop;
    private final Deque<Supplier<Uni<Void>>> waiting = new ArrayDeque<>();
    private boolean running;

    Turns(Loop loop) {
        this.loop = loop;
    }

    /** Does the work in its turn. It must not fail. False if too much waits. */
    boolean add(Supplier<Uni<Void>> work) {
        if (isFull()) {
            return false;
        }
        waiting.add(work);
        next();
        return true;
    }

    /** Whether too much waits. */
    boolean isFull() {
        return waiting.size() >= MAX_WAITING;
    }

    private void next() {
        if (!running && !waiting.isEmpty()) {
            running = true;
            waiting.remove().get().emitOn(loop).subscribe().with(done -> goOn(), failure -> goOn());
        }
    }

    private void goOn() {
        running = false;
        next();
    }

    /** The connection is gone. */
    void clear() {
        waiting.clear();
    }
}
