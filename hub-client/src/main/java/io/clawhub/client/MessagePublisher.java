package io.clawhub.client;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Flow;

/**
 * Hands each message to every subscriber that has asked for it, and waits for those that have not: the client's inbox is
 * the only buffer. Signals come from one thread, in order.
 */
final class MessagePublisher implements Flow.Publisher<Message> {

    private final List<Subscription> subscriptions = new CopyOnWriteArrayList<>();
    private boolean closed;

    @Override
    public void subscribe(Flow.Subscriber<? super Message> subscriber) {
        Subscription subscription = new Subscription(subscriber);
        subscriber.onSubscribe(subscription);
        boolean late;
        synchronized (this) {
            late = closed;
            if (!late && !subscription.cancelled) {
                subscriptions.add(subscription);
            }
        }
        if (late) {
            subscriber.onComplete();
        }
    }

    /** Blocks until every subscriber has taken the message, was cancelled or the publisher is closed. */
    void publish(Message message) throws InterruptedException {
        for (Subscription subscription : subscriptions) {
            if (awaitDemand(subscription)) {
                subscription.subscriber.onNext(message);
            }
        }
    }

    /** Ends a waiting {@link #publish}. Callable from any thread. */
    synchronized void close() {
        closed = true;
        notifyAll();
    }

    /** Tells the subscribers. Called by the thread that publishes. */
    void complete() {
        close();
        subscriptions.forEach(subscription -> subscription.subscriber.onComplete());
        subscriptions.clear();
    }

    private synchronized boolean awaitDemand(Subscription subscription) throws InterruptedException {
        while (subscription.demand == 0 && !subscription.cancelled && !closed) {
            wait();
        }
        if (subscription.cancelled || subscription.demand == 0) {
            return false;
        }
        if (subscription.demand != Long.MAX_VALUE) {
            subscription.demand--;
        }
        return true;
    }

    private final class Subscription implements Flow.Subscription {

        private final Flow.Subscriber<? super Message> subscriber;
        private long demand;
        private volatile boolean cancelled;

        Subscription(Flow.Subscriber<? super Message> subscriber) {
            this.subscriber = subscriber;
        }

        @Override
        public void request(long n) {
            if (n <= 0) {
                cancel();
                subscriber.onError(new IllegalArgumentException("request of " + n));
                return;
            }
            synchronized (MessagePublisher.this) {
                demand = demand + n < 0 ? Long.MAX_VALUE : demand + n;
                MessagePublisher.this.notifyAll();
            }
        }

        @Override
        public void cancel() {
            synchronized (MessagePublisher.this) {
                cancelled = true;
                subscriptions.remove(this);
                MessagePublisher.this.notifyAll();
            }
        }
    }
}
