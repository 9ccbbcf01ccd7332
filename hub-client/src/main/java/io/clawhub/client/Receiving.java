package io.clawhub.client;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

import io.clawhub.client.connection.ClientThreads;
import io.clawhub.client.handler.CallbackRunner;
import io.clawhub.client.handler.Inbound;
import io.clawhub.client.message.Message;
import io.clawhub.client.message.PendingMessage;
import io.clawhub.client.store.MessageStore;

/** What others say: into the store, then to callbacks or to whoever asks for it. */
final class Receiving implements Inbound.Listener {

    /** A message whose pause is over says nothing: look so often. */
    private static final Duration LOOK = Duration.ofSeconds(1);

    private final IMClientBuilder settings;
    private final MessageStore store;
    private final Topics topics;
    private final Inbound inbound;
    private final CallbackRunner runner;
    private final Object arrival = new Object();
    private volatile IMClient.Mode mode;
    private boolean open;
    private List<String> lastPoll = List.of();

    Receiving(IMClientBuilder settings, MessageStore store, Inbound.Link link, Topics topics) {
        this.settings = settings;
        this.store = store;
        this.topics = topics;
        this.mode = settings.mode == null ? IMClient.Mode.AUTO : settings.mode;
        this.inbound = new Inbound(
                new Inbound.Settings(settings.window, Inbound.Settings.usual().pendingMax()),
                store,
                link,
                settings.parts.timer(),
                new Admission(settings.policy, settings.agentId, store)::admits,
                this);
        this.runner = new CallbackRunner(
                store,
                ClientThreads.callbacks(),
                settings.parts.timer(),
                topics.message::callNow,
                topics.notices::error,
                inbound::room);
    }

    Inbound inbound() {
        return inbound;
    }

    /** The store is open: what waits may be handled. */
    synchronized void open(IMClient.Mode inForce) {
        mode = inForce;
        open = true;
        runner.turn(callbacks());
    }

    IMClient.Registration onMessage(Consumer<Message> callback) {
        IMClient.Registration registration = topics.message.add(callback);
        turn();
        return () -> {
            registration.close();
            turn();
        };
    }

    List<PendingMessage> pending(int limit, IMClient.AckMode ackMode, Duration lease) {
        if (ackMode == IMClient.AckMode.PEEK) {
            return store.peek(limit);
        }
        if (mode == IMClient.Mode.INTERACTIVE) {
            throw new IllegalStateException("an interactive client hands its messages to onMessage; PEEK only looks");
        }
        finishPoll();
        List<PendingMessage> work = Blocking.disk(store.lease(limit, lease));
        if (ackMode == IMClient.AckMode.NEXT_POLL) {
            synchronized (this) {
                lastPoll = work.stream().map(PendingMessage::receipt).toList();
            }
        }
        return work;
    }

    /** What the last poll handed out is done. */
    void finishPoll() {
        List<String> done;
        synchronized (this) {
            done = lastPoll;
            lastPoll = List.of();
        }
        if (!done.isEmpty()) {
            Blocking.disk(store.complete(done));
            inbound.room();
        }
    }

    boolean await(Duration timeout) {
        long end = System.nanoTime() + timeout.toNanos();
        synchronized (arrival) {
            while (store.pendingCount().ready() == 0) {
                long left = Math.min(LOOK.toNanos(), end - System.nanoTime());
                if (left <= 0) {
                    return false;
                }
                try {
                    arrival.wait(Math.max(1, left / 1_000_000));
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    return false;
                }
            }
        }
        return true;
    }

    boolean complete(String receipt) {
        boolean done = Blocking.disk(store.complete(List.of(receipt))).get(0);
        inbound.room();
        return done;
    }

    boolean release(String receipt, Duration delay) {
        boolean released = Blocking.disk(store.release(receipt, delay, "released"));
        runner.wake();
        return released;
    }

    boolean revive(String messageId) {
        boolean found = Blocking.disk(store.revive(messageId));
        runner.wake();
        return found;
    }

    /** Lets running callbacks finish, then acknowledges what is stored. */
    void close() {
        runner.turn(false);
        if (!runner.isCallbackThread()) {
            Blocking.until(runner::isIdle, settings.closeTimeout);
        }
        finishPoll();
        Blocking.until(inbound::isSettled, Duration.ofSeconds(1));
        inbound.close();
    }

    @Override
    public void stored(Message message, boolean queued) {
        if (!queued) {
            return;
        }
        if (mode == IMClient.Mode.EMPLOYEE) {
            topics.message.tell(message);
        }
        runner.wake();
        synchronized (arrival) {
            arrival.notifyAll();
        }
    }

    @Override
    public void failed(Throwable failure) {
        topics.notices.error(failure);
    }

    private synchronized void turn() {
        if (open) {
            runner.turn(callbacks());
        }
    }

    private boolean callbacks() {
        return mode != IMClient.Mode.EMPLOYEE && !topics.message.isEmpty();
    }
}
