package io.clawhub.client.handler;

import java.util.ArrayList;
import java.util.List;

import io.clawhub.client.store.MessageStore;

/** Tells the store what was handled. What is handled while it is busy is completed together. Bounded by what was handed out. */
public final class Completions {

    /** Hears that work was completed, on a thread of the store: must not block. */
    public interface Listener {
        /** So many were completed; {@code failure} is null unless the store failed. */
        void completed(int count, Throwable failure);
    }

    private final MessageStore store;
    private final Listener listener;
    private final List<String> done = new ArrayList<>();
    private boolean completing;

    public Completions(MessageStore store, Listener listener) {
        this.store = store;
        this.listener = listener;
    }

    /** This one was handled. */
    public void add(String receipt) {
        synchronized (this) {
            done.add(receipt);
        }
        next();
    }

    /** Whether the store knows everything. */
    public synchronized boolean isIdle() {
        return !completing && done.isEmpty();
    }

    private void next() {
        List<String> receipts;
        synchronized (this) {
            if (completing || done.isEmpty()) {
                return;
            }
            completing = true;
            receipts = List.copyOf(done);
            done.clear();
        }
        store.complete(receipts).whenComplete((results, failure) -> {
            synchronized (this) {
                completing = false;
            }
            listener.completed(receipts.size(), failure);
            next();
        });
    }
}
