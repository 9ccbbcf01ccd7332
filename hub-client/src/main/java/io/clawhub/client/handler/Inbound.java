package io.clawhub.client.handler;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;

import io.clawhub.client.connection.Timer;
import io.clawhub.client.message.Message;
import io.clawhub.client.store.MessageStore;
import io.clawhub.client.wire.Wire;
import io.clawhub.client.wire.WireEvent.Welcome;

/**
 * What the hub delivers, on its way to the store. Each message is durable first and acknowledged then, never the other way round. An
 * acknowledgement is cumulative, so nothing is acknowledged before everything that came earlier is stored: when the disk or the
 * queue of waiting work is full, acknowledgements stop, the hub's window narrows to one, and the hub keeps the rest.
 */
public final class Inbound {

    /** The hub, as far as deliveries need it. Calls must not block. */
    public interface Link {
        void ack(String conversationId, long seq);

        /** So many deliveries may be unacknowledged. False where the protocol has no such thing. */
        boolean window(int deliveries);

        /** Stops or goes on reading. */
        void read(boolean on);

        /** Whether the hub delivers again, on the next connection, what was not acknowledged. */
        default boolean redelivers() {
            return true;
        }
    }

    /** Hears of deliveries, on a thread of the store or the connection: must not block. */
    public interface Listener {
        /** It is durable, for the first time. {@code queued}: it waits to be handled. */
        void stored(Message message, boolean queued);

        /**
         * It is durable, for the first time, and is to be handed on now. Only where nothing is queued.
         *
         * @param receipt to complete when it was handled; null for what this agent said from another client
         */
        default void handOn(Message message, String receipt) {
            throw new IllegalStateException("this listener expects what waits to be queued");
        }

        /** The store failed; it is tried again. */
        void failed(Throwable failure);
    }

    /**
     * @param window how many deliveries may be unacknowledged: 1 to 1000
     * @param pendingMax how much work may wait in the store
     * @param queue whether what is wanted waits in the store to be leased; else the listener hands it on
     */
    public record Settings(int window, int pendingMax, boolean queue) {

        /** With a queue. */
        public Settings(int window, int pendingMax) {
            this(window, pendingMax, true);
        }

        /** 256 and 1000: im-client §3.4 and §6.4. */
        public static Settings usual() {
            return new Settings(256, 1_000);
        }
    }

    /** Unsettled deliveries past this stop the reading: a hub without a window, or one that ignores it. */
    private static final int MAX_UNSETTLED = 1_024;

    /** How long to wait before a full or failing store is tried again; doubled up to the last. */
    private static final long FIRST_RETRY_MILLIS = 250;

    private static final long LAST_RETRY_MILLIS = 30_000;

    private enum State {
        OFFERED,
        TAKEN,
        HELD
    }

    private static final class Delivery {
        final Message message;
        final boolean wanted;
        State state = State.HELD;

        Delivery(Message message, boolean wanted) {
            this.message = message;
            this.wanted = wanted;
        }
    }

    private final Settings settings;
    private final MessageStore store;
    private final Link link;
    private final Timer timer;
    private final Predicate<Message> wanted;
    private final Listener listener;
    private final Acknowledgements acknowledgements;
    private final Deque<Delivery> unsettled = new ArrayDeque<>();
    private volatile int window;
    private volatile CompletableFuture<?> lastOffer = CompletableFuture.completedFuture(null);
    private boolean holding;
    private boolean probing;
    private boolean reading = true;
    private boolean closed;
    private long retryMillis = FIRST_RETRY_MILLIS;

    /** @param wanted whether a message is to be handled; otherwise it is only kept */
    public Inbound(
            Settings settings,
            MessageStore store,
            Link link,
            Timer timer,
            Predicate<Message> wanted,
            Listener listener) {
        this.settings = settings;
        this.store = store;
        this.link = link;
        this.timer = timer;
        this.wanted = wanted;
        this.listener = listener;
        this.acknowledgements = new Acknowledgements(link, timer);
        this.window = settings.window();
    }

    /**
     * Where to go on. The hub keeps the cursors, moved by acknowledgements alone: while history is away it lets live messages
     * pass before older ones, so what is stored here may have holes that only the hub knows of.
     */
    public Wire.Resume resume() {
        return new Wire.Resume(store.epoch(), Map.of(), window);
    }

    /** A new connection: the hub delivers again what was not settled. In a new epoch it delivers everything again; ids tell what is known. */
    public void welcome(Welcome welcome) {
        if (!link.redelivers()) {
            return; // what is not stored yet is nowhere else
        }
        synchronized (this) {
            unsettled.clear();
            holding = false;
            probing = false;
        }
        // What came on another connection is not acknowledged on this one.
        acknowledgements.forget();
        store.resumed();
        reading(true);
        String epoch = welcome.epoch();
        if (epoch != null && (!welcome.recovered() || !epoch.equals(store.epoch()))) {
            store.epoch(epoch).whenComplete((done, failure) -> {
                if (failure != null) {
                    listener.failed(failure);
                }
            });
        }
    }

    /** An acknowledgement could not be written: it is due again. */
    public void acknowledgeAgain(String conversationId, long seq) {
        acknowledgements.add(conversationId, seq);
    }

    /** The hub delivered a message. */
    public void delivered(Message message) {
        Delivery delivery = new Delivery(message, wanted.test(message));
        boolean full;
        boolean offer;
        synchronized (this) {
            if (closed) {
                return;
            }
            unsettled.add(delivery);
            full = unsettled.size() >= MAX_UNSETTLED;
            offer = !holding;
            if (offer) {
                delivery.state = State.OFFERED;
            }
        }
        if (full) {
            reading(false);
        }
        if (offer) {
            offer(delivery);
        }
    }

    /** Work was handled: there may be room again. */
    public void room() {
        probe();
        if (window < settings.window()) {
            MessageStore.PendingCount count = store.pendingCount();
            narrow(count.ready() + count.leased());
        }
    }

    /** Whether everything delivered is stored and acknowledged. */
    public synchronized boolean isSettled() {
        return unsettled.isEmpty();
    }

    /** Completes, never with a failure, when the store has answered for everything delivered so far: it works in the order of the calls. */
    public CompletableFuture<Void> offered() {
        return lastOffer.handle((received, failure) -> null);
    }

    /** Acknowledges what is stored, and takes nothing any more. */
    public void close() {
        synchronized (this) {
            closed = true;
            unsettled.clear();
        }
        acknowledgements.flush();
    }

    private void offer(Delivery delivery) {
        lastOffer = store.receive(delivery.message, delivery.wanted && settings.queue())
                .whenComplete((received, failure) -> received(delivery, received, failure));
    }

    private void received(Delivery delivery, MessageStore.Received received, Throwable failure) {
        boolean taken = failure == null && received.taken();
        List<Delivery> settled = new ArrayList<>();
        List<Delivery> held = new ArrayList<>();
        boolean easy;
        synchronized (this) {
            delivery.state = taken ? State.TAKEN : State.HELD;
            if (taken) {
                settle(settled, held);
            } else {
                hold(delivery);
            }
            easy = unsettled.size() < MAX_UNSETTLED / 2;
        }
        if (failure != null) {
            listener.failed(failure);
        } else if (taken && !received.duplicate()) {
            stored(delivery, received.receipt());
        }
        settled.forEach(one -> acknowledgements.add(one.message.conversationId(), one.message.seq()));
        held.forEach(this::offer);
        if (failure == null) {
            narrow(taken ? received.pending() : settings.pendingMax());
        }
        if (easy) {
            reading(true);
        }
    }

    private void stored(Delivery delivery, String receipt) {
        if (delivery.wanted && !settings.queue()) {
            listener.handOn(delivery.message, receipt);
            return;
        }
        if (receipt != null) {
            // Not wanted: nobody handles it, so it is done.
            store.complete(List.of(receipt)).whenComplete((done, failure) -> {
                if (failure != null) {
                    listener.failed(failure);
                }
            });
        }
        listener.stored(delivery.message, delivery.wanted);
    }

    /** Takes what is stored off the front; when the store works again, offers what was held. */
    private void settle(List<Delivery> settled, List<Delivery> held) {
        while (!unsettled.isEmpty() && unsettled.peek().state == State.TAKEN) {
            settled.add(unsettled.poll());
        }
        if (settled.isEmpty() || !holding) {
            return;
        }
        holding = false;
        probing = false;
        retryMillis = FIRST_RETRY_MILLIS;
        for (Delivery delivery : unsettled) {
            if (delivery.state == State.HELD) {
                delivery.state = State.OFFERED;
                held.add(delivery);
            }
        }
    }

    private void hold(Delivery delivery) {
        if (closed || !unsettled.contains(delivery)) {
            return; // of a former connection: the hub delivers it again
        }
        holding = true;
        if (delivery == unsettled.peek()) {
            probing = false;
            timer.after(Duration.ofMillis(retryMillis), this::probe);
            retryMillis = Math.min(LAST_RETRY_MILLIS, retryMillis * 2);
        }
    }

    /** Offers only the oldest: whether it is taken tells whether the others may follow. */
    private void probe() {
        Delivery first;
        synchronized (this) {
            first = unsettled.peek();
            if (!holding || probing || closed || first == null || first.state != State.HELD) {
                return;
            }
            probing = true;
            first.state = State.OFFERED;
        }
        offer(first);
    }

    private void narrow(int pending) {
        int room = Math.max(1, Math.min(settings.window(), settings.pendingMax() - pending));
        synchronized (this) {
            // Told when it halves, doubles, or is whole again: not with every message.
            boolean told = room > window / 2 && room < window * 2 && room != settings.window();
            if (room == window || told || closed) {
                return;
            }
            window = room;
        }
        link.window(room);
    }

    private void reading(boolean on) {
        synchronized (this) {
            if (reading == on) {
                return;
            }
            reading = on;
        }
        link.read(on);
    }
}
