package io.clawhub.client;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.function.Consumer;

import io.clawhub.client.connection.SerialExecutor;
import io.clawhub.client.message.Message;

/**
 * The agent's callbacks and subscribers: one at a time, in the order of arrival, on the threads that all clients share for the
 * agents' code. Reading stops while the inbox is full, so a slow agent slows the hub's writing to it and nothing else.
 */
final class UserCode {

    /** A message, which waits for subscribers that have not asked for more, or another event, which does not. */
    private record Event(Message message, Runnable action, Consumer<Boolean> over) {

        Event(Runnable action) {
            this(null, action, null);
        }
    }

    private final int capacity;
    private final SerialExecutor thread;
    private final Consumer<Boolean> reading;
    private final Deque<Event> inbox = new ArrayDeque<>(2);
    private final MessagePublisher messages = new MessagePublisher(this::pumpSoon);
    private final List<Consumer<Message>> onMessage = new CopyOnWriteArrayList<>();
    private final List<Consumer<Throwable>> onError = new CopyOnWriteArrayList<>();
    private boolean full;
    private boolean busy;

    /**
     * @param capacity how many events wait before reading stops
     * @param threads runs the agent's code
     * @param reading hears when to stop and when to go on reading
     */
    UserCode(int capacity, Executor threads, Consumer<Boolean> reading) {
        this.capacity = capacity;
        this.thread = new SerialExecutor(threads);
        this.reading = reading;
    }

    Flow.Publisher<Message> messages() {
        return messages;
    }

    void onMessage(Consumer<Message> callback) {
        onMessage.add(callback);
    }

    void onError(Consumer<Throwable> callback) {
        onError.add(callback);
    }

    /** @param over hears whether it was handled, or left by {@link #leave} */
    void deliver(Message message, Consumer<Boolean> over) {
        Runnable action = () -> {
            onMessage.forEach(callback -> guarded(() -> callback.accept(message)));
            guarded(() -> messages.publish(message));
            over.accept(true);
        };
        add(new Event(message, action, over));
    }

    /** Messages that wait are not handled here any more. */
    void leave() {
        List<Event> left;
        synchronized (this) {
            left = inbox.stream().filter(event -> event.message() != null).toList();
            inbox.removeAll(left);
        }
        left.forEach(event -> event.over().accept(false));
    }

    /** Whether nothing waits and nothing runs. */
    synchronized boolean isIdle() {
        return inbox.isEmpty() && !busy;
    }

    /** Whether the caller is one of the callbacks. */
    boolean isCurrent() {
        return thread.isCurrent();
    }

    void error(Throwable failure) {
        add(new Event(() -> report(failure)));
    }

    /** Any other of the agent's callbacks. */
    void run(Runnable callback) {
        add(new Event(() -> guarded(callback)));
    }

    /** The last event. Messages received before it still reach the callbacks, and the subscribers that asked for them. */
    void closed() {
        messages.close();
        add(new Event(() -> guarded(messages::complete)));
    }

    private void add(Event event) {
        boolean stop;
        synchronized (this) {
            inbox.add(event);
            stop = !full && inbox.size() >= capacity;
            full |= stop;
        }
        if (stop) {
            reading.accept(false);
        }
        pumpSoon();
    }

    private void pumpSoon() {
        thread.execute(this::pump);
    }

    private void pump() {
        while (true) {
            Event event;
            boolean goOn;
            synchronized (this) {
                event = inbox.peek();
                busy = event != null && (event.message() == null || messages.isWanted());
                if (!busy) {
                    return;
                }
                inbox.poll();
                goOn = full && inbox.size() <= capacity / 2;
                full &= !goOn;
            }
            if (goOn) {
                reading.accept(true);
            }
            event.action().run();
        }
    }

    private void guarded(Runnable code) {
        try {
            code.run();
        } catch (RuntimeException e) {
            report(e);
        }
    }

    private void report(Throwable failure) {
        for (Consumer<Throwable> callback : onError) {
            try {
                callback.accept(failure);
            } catch (RuntimeException e) {
                // An error handler that fails itself: the thread's handler is the only place left.
                Thread current = Thread.currentThread();
                current.getUncaughtExceptionHandler().uncaughtException(current, e);
            }
        }
    }
}
