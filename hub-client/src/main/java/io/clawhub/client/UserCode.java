package io.clawhub.client;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Flow;
import java.util.function.Consumer;

/** The agent's callbacks and subscribers, run one after the other on a thread of their own. */
final class UserCode {

    private final Inbox inbox;
    private final MessagePublisher messages = new MessagePublisher();
    private final List<Consumer<Message>> onMessage = new CopyOnWriteArrayList<>();
    private final List<Consumer<Throwable>> onError = new CopyOnWriteArrayList<>();
    private final List<Consumer<Closed>> onClose = new CopyOnWriteArrayList<>();

    UserCode(int inboxCapacity) {
        this.inbox = new Inbox(inboxCapacity);
    }

    void start(String agentId) {
        Thread thread = new Thread(this::run, "chat-client-" + agentId);
        thread.setDaemon(true);
        thread.start();
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

    void onClose(Consumer<Closed> callback) {
        onClose.add(callback);
    }

    void deliver(Message message) {
        inbox.add(() -> {
            onMessage.forEach(callback -> guarded(() -> callback.accept(message)));
            try {
                messages.publish(message);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (RuntimeException e) {
                report(e);
            }
        });
    }

    void error(Throwable failure) {
        inbox.add(() -> report(failure));
    }

    /** The last event. Messages received before it still reach the callbacks, and the subscribers that asked for them. */
    void closed(Closed closed) {
        inbox.add(() -> {
            onClose.forEach(callback -> guarded(() -> callback.accept(closed)));
            messages.complete();
        });
        inbox.end();
        messages.close();
    }

    void whenRoom(Runnable action) {
        inbox.whenRoom(action);
    }

    private void run() {
        try {
            inbox.runAll();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
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
                Thread thread = Thread.currentThread();
                thread.getUncaughtExceptionHandler().uncaughtException(thread, e);
            }
        }
    }
}
