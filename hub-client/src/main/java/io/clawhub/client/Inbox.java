package io.clawhub.client;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Events on their way from the socket to the user's code. The socket stops reading while it is full, so a slow agent
 * slows the hub's writing to it and nothing else.
 */
final class Inbox {

    private final int capacity;
    private final Deque<Runnable> events = new ArrayDeque<>();
    private Runnable resume;
    private boolean ended;

    Inbox(int capacity) {
        this.capacity = capacity;
    }

    /** Adds an event. Never refuses: the caller reads no further frame before {@link #whenRoom}'s action has run. */
    synchronized void add(Runnable event) {
        events.add(event);
        notifyAll();
    }

    /** Runs the action now if there is room, else when half of the inbox is free. */
    void whenRoom(Runnable action) {
        synchronized (this) {
            if (events.size() >= capacity) {
                resume = action;
                return;
            }
        }
        action.run();
    }

    /** No event follows. */
    synchronized void end() {
        ended = true;
        notifyAll();
    }

    /** Runs events one by one on the calling thread until the end. */
    void runAll() throws InterruptedException {
        while (true) {
            Runnable event;
            Runnable wake = null;
            synchronized (this) {
                while (events.isEmpty() && !ended) {
                    wait();
                }
                event = events.poll();
                if (event == null) {
                    return;
                }
                if (resume != null && events.size() <= capacity / 2) {
                    wake = resume;
                    resume = null;
                }
            }
            if (wake != null) {
                wake.run();
            }
            event.run();
        }
    }
}
