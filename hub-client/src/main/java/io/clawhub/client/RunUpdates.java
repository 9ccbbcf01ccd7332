package io.clawhub.client;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;

import io.clawhub.client.connection.SerialExecutor;
import io.clawhub.client.message.Message;
import io.clawhub.client.wire.WireEvent.Streamed;

/**
 * Others' replies as they grow, for those who subscribe. What a subscriber has not asked for yet is merged: at most one update
 * for each reply waits. Nothing is followed while nobody subscribes.
 */
final class RunUpdates implements Flow.Publisher<RunUpdate> {

    private final Executor threads;
    private final RunViews views = new RunViews();
    private final List<Subscriber> subscribers = new CopyOnWriteArrayList<>();
    private boolean closed;

    RunUpdates(Executor threads) {
        this.threads = threads;
    }

    @Override
    public void subscribe(Flow.Subscriber<? super RunUpdate> target) {
        Subscriber subscriber = new Subscriber(target);
        target.onSubscribe(subscriber);
        synchronized (this) {
            if (!closed) {
                subscribers.add(subscriber);
                return;
            }
        }
        subscriber.complete();
    }

    synchronized void piece(Streamed piece) {
        if (isFollowing()) {
            tell(views.take(piece));
        }
    }

    synchronized void said(Message message) {
        if (isFollowing()) {
            tell(views.take(message));
        }
    }

    void close() {
        synchronized (this) {
            closed = true;
        }
        subscribers.forEach(Subscriber::complete);
        subscribers.clear();
    }

    private boolean isFollowing() {
        if (subscribers.isEmpty()) {
            views.clear();
            return false;
        }
        return true;
    }

    private void tell(RunUpdate update) {
        if (update != null) {
            subscribers.forEach(subscriber -> subscriber.add(update));
        }
    }

    private record Key(String from, String runId) {}

    /** One subscription. Its subscriber is called on the threads of the agent's code, one call at a time. */
    private final class Subscriber implements Flow.Subscription {

        private final Flow.Subscriber<? super RunUpdate> target;
        private final SerialExecutor turns = new SerialExecutor(threads);
        private final Map<Key, RunUpdate> waiting = new LinkedHashMap<>();
        private long wanted;
        private boolean scheduled;
        private boolean over;

        Subscriber(Flow.Subscriber<? super RunUpdate> target) {
            this.target = target;
        }

        @Override
        public void request(long n) {
            if (n <= 0) {
                fail(new IllegalArgumentException("ask for at least one"));
                return;
            }
            synchronized (this) {
                wanted = wanted + n < 0 ? Long.MAX_VALUE : wanted + n;
                schedule();
            }
        }

        @Override
        public void cancel() {
            end();
        }

        synchronized void add(RunUpdate update) {
            if (!over) {
                waiting.merge(new Key(update.from(), update.runId()), update, RunUpdate::then);
                // Those beyond the followed ones have been silent longest.
                if (waiting.size() > RunViews.MAX_RUNS) {
                    Iterator<Key> oldest = waiting.keySet().iterator();
                    oldest.next();
                    oldest.remove();
                }
                schedule();
            }
        }

        private void schedule() {
            if (!scheduled && wanted > 0 && !waiting.isEmpty()) {
                scheduled = true;
                turns.execute(this::drain);
            }
        }

        void complete() {
            turns.execute(() -> {
                if (end()) {
                    target.onComplete();
                }
            });
        }

        private void fail(Throwable failure) {
            turns.execute(() -> {
                if (end()) {
                    target.onError(failure);
                }
            });
        }

        private void drain() {
            for (RunUpdate next = next(); next != null; next = next()) {
                try {
                    target.onNext(next);
                } catch (RuntimeException e) {
                    fail(e);
                    return;
                }
            }
        }

        private synchronized RunUpdate next() {
            Iterator<RunUpdate> oldest = waiting.values().iterator();
            if (over || wanted == 0 || !oldest.hasNext()) {
                scheduled = false;
                return null;
            }
            RunUpdate next = oldest.next();
            oldest.remove();
            wanted -= wanted == Long.MAX_VALUE ? 0 : 1;
            return next;
        }

        /** Whether it ends with this. */
        private synchronized boolean end() {
            boolean ends = !over;
            over = true;
            waiting.clear();
            subscribers.remove(this);
            return ends;
        }
    }
}
