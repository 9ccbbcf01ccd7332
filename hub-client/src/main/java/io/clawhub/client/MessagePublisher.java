package io.clawhub.client;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Flow;

import io.clawhub.client.message.Message;

/**
 * Hands each message to every subscriber. While one has not asked for more nothing is handed to any: the client's inbox is the
 * only buffer. Signals come one at a time, in order.
 */
final class MessagePublisher implements Flow.Publisher<Message> {

    private final List<Subscription> subscriptions = new CopyOnWriteArrayList<>();
    private final Runnable wanted;
    private volatile boolean closed;

    /** @param wanted runs when {@link #isWanted} may have become true */
    MessagePublisher(Runnable wanted) {
        this.wanted = wanted;
    }

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

    /** Whether every subscriber has asked for another message, or nobody is waited for any more. */
    synchronized boolean isWanted() {
        return closed || subscriptions.stream().allMatch(subscription -> subscription.demand > 0);
    }

    /** Hands the message to those who asked for one. */
    void publish(Message message) {
        for (Subscription subscription : subscriptions) {
            if (subscription.take()) {
                subscription.subscriber.onNext(message);
            }
        }
    }

    /** Nobody is waited for any more. Callable from any thread. */
    void close() {
        synchronized (this) {
            closed = true;
        }
        wanted.run();
    }

    /** Tells the subscribers. Called by the thread that publishes. */
    void complete() {
        subscriptions.forEach(subscription -> subscription.subscriber.onComplete());
        subscriptions.clear();
    }

    private final class Subscription implements Flow.Subscription {

        private final Flow.Subscriber<? super Message> subscriber;
        private long demand;
        private volatile boolean cancelled;

        Subscription(Flow.Subscriber<? super Message> subscriber) {
            this.subscriber = subscriber;
        }

        private boolean take() {
            synchronized (MessagePublisher.this) {
                if (cancelled || demand == 0) {
                    return false;
                }
                if (demand != Long.MAX_VALUE) {
                    demand--;
                }
                return true;
            }
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
            }
            wanted.run();
        }

        @Override
        public void cancel() {
            synchronized (MessagePublisher.this) {
                cancelled = true;
                subscriptions.remove(this);
            }
            wanted.run();
        }
    }
}
