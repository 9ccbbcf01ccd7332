package io.clawhub.client.handler;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.IntToLongFunction;

import io.clawhub.client.connection.Timer;
import io.clawhub.client.errors.NotConnected;
import io.clawhub.client.message.Message;
import io.clawhub.client.message.OutgoingMessage;
import io.clawhub.client.message.SendFailure;
import io.clawhub.client.message.Status;
import io.clawhub.client.store.MessageStore;
import io.clawhub.client.wire.WireEvent.SendAccepted;
import io.clawhub.client.wire.WireEvent.SendRefused;

/**
 * What is to be said, from the outbox to the hub's answer. One lane per conversation: only its head is on its way, so nothing
 * overtakes. A refusal that may pass keeps the head and backs off; one that does not parks the message and lets the next ones go. Without an answer in
 * time, and on every new connection, the same message goes out again under the same id, which the hub takes once.
 */
public final class Outbound {

    /** The code of a message that the hub did not answer in time. */
    public static final String NO_ANSWER = "NO_ANSWER";

    /** The code of a message that the connection did not take. */
    public static final String WRITE_FAILED = "WRITE_FAILED";

    /** Hears what becomes of sends, on a thread of the store or the connection: must not block. */
    public interface Listener {
        /** It is SENT, as the hub named it; without a status and a conversation where hubs do not answer. */
        void sent(OutgoingMessage message, SendAccepted accepted);

        /** It was refused for good, and waits for {@code retry} or {@code cancel}. */
        void parked(OutgoingMessage message, SendFailure failure);

        /** The store failed. The message stays in the outbox, and goes out again after the next start. */
        void failed(Throwable failure);
    }

    /** The hub, as far as sends need it. */
    public interface Link {
        /** The frame of a message. */
        String frame(OutgoingMessage message);

        /** Does not throw: what goes wrong is in the future. */
        CompletableFuture<Void> write(String frame);

        /** Whether the hub answers; otherwise what is written counts as accepted. */
        boolean answersSends();
    }

    /**
     * @param maxInFlight how many conversations may wait for an answer at a time
     * @param answerTimeout after so long without an answer it is sent again
     * @param backoffMillis how long to wait after the n-th refusal in a row, from 1
     */
    public record Settings(int maxInFlight, Duration answerTimeout, IntToLongFunction backoffMillis) {
        /** Eight, 15 s, and full jitter up to 30 s: im-client §5. */
        public static Settings usual() {
            return new Settings(8, Duration.ofSeconds(15), Outbound::fullJitter);
        }
    }

    private final MessageStore store;
    private final Link link;
    private final Timer timer;
    private final Listener listener;
    private final Settings settings;
    private final Lanes lanes = new Lanes();
    private final Queue<Lane> ready = new ArrayDeque<>();
    private int inFlight;
    private boolean online;
    private boolean closed;

    private boolean pumping;

    private record Writing(Lane lane, long turn, OutgoingMessage message) {}

    public Outbound(MessageStore store, Link link, Timer timer, Listener listener, Settings settings) {
        this.store = store;
        this.link = link;
        this.timer = timer;
        this.listener = listener;
        this.settings = settings;
    }

    /** Takes up what a former run left in the outbox. */
    public synchronized void start() {
        for (MessageStore.OutboxItem item : store.outbox()) {
            if (!item.parked() && !lanes.has(item.message().clientMsgId())) {
                lanes.learn(item.message(), item.conversationId());
                add(item.message());
            }
        }
    }

    /** Completes when it is durable. The same id again gives the message noted first. */
    public CompletableFuture<Message> send(OutgoingMessage message) {
        return store.enqueue(message).thenApply(noted -> {
            if (noted.status() == Status.QUEUED || noted.status() == Status.SENDING) {
                admit(message);
            }
            return noted;
        });
    }

    /** A new connection is identified: everything unanswered goes out again, each lane in its order. */
    public void online() {
        synchronized (this) {
            online = true;
            reset();
        }
        pump();
    }

    /** The connection is gone. */
    public synchronized void offline() {
        online = false;
        reset();
    }

    /** The hub has it. */
    public void accepted(SendAccepted at) {
        OutgoingMessage message = settle(at.clientMsgId(), at.conversationId());
        if (message == null) {
            return; // answered twice, after a resend
        }
        after(
                store.sent(at.clientMsgId(), at.id(), at.conversationId(), at.seq(), at.ts()),
                () -> listener.sent(message, at));
        pump();
    }

    /** The hub did not take it. */
    public void refused(SendRefused refused) {
        if (refused.failure().recoverable() || refused.retryAfterMillis() != null) {
            later(refused.clientMsgId(), refused.failure(), refused.retryAfterMillis());
        } else {
            park(refused.clientMsgId(), refused.failure());
        }
        pump();
    }

    /** A parked one is sent again, at the end of its lane. False if there is none. */
    public CompletableFuture<Boolean> retry(String clientMsgId) {
        return store.retry(clientMsgId).thenApply(found -> {
            if (found) {
                store.outbox().stream()
                        .map(MessageStore.OutboxItem::message)
                        .filter(message -> message.clientMsgId().equals(clientMsgId))
                        .findFirst()
                        .ifPresent(this::admit);
            }
            return found;
        });
    }

    /** Takes one back. False if there is none, or if it is on its way. */
    public CompletableFuture<Boolean> cancel(String clientMsgId) {
        synchronized (this) {
            Lane lane = lanes.of(clientMsgId);
            if (lane != null) {
                if (lane.state == Lane.State.IN_FLIGHT && lane.isHead(clientMsgId)) {
                    return CompletableFuture.completedFuture(false);
                }
                takeOff(lane, clientMsgId);
            }
        }
        pump();
        return store.cancel(clientMsgId);
    }

    /** Forgets one, even if it is on its way: the hub may have it all the same. False if there is none. */
    public CompletableFuture<Boolean> abandon(String clientMsgId) {
        synchronized (this) {
            Lane lane = lanes.of(clientMsgId);
            if (lane != null) {
                takeOff(lane, clientMsgId);
            }
        }
        pump();
        return store.cancel(clientMsgId);
    }

    /** Whether nothing waits for the hub; parked messages do not. */
    public synchronized boolean isEmpty() {
        return lanes.all().isEmpty();
    }

    /** Writes nothing from now on. What waits stays in the outbox. */
    public synchronized void close() {
        closed = true;
        ready.clear();
        lanes.clear();
    }

    private void admit(OutgoingMessage message) {
        synchronized (this) {
            if (closed || lanes.has(message.clientMsgId())) {
                return;
            }
            add(message);
        }
        pump();
    }

    private void add(OutgoingMessage message) {
        Lane lane = lanes.add(message);
        if (lane.messages.size() == 1) {
            ready.add(lane);
        }
    }

    private void reset() {
        inFlight = 0;
        ready.clear();
        for (Lane lane : lanes.all()) {
            if (lane.state == Lane.State.IN_FLIGHT) {
                lane.become(Lane.State.READY);
            }
            if (lane.state == Lane.State.READY) {
                ready.add(lane);
            }
        }
    }

    /** One at a time: a write that counts as its own answer must not make a long lane a deep stack. */
    private void pump() {
        synchronized (this) {
            if (pumping) {
                return; // whoever pumps looks again
            }
            pumping = true;
        }
        for (List<Writing> writing = due(); !writing.isEmpty(); writing = due()) {
            writing.forEach(this::write);
        }
    }

    /** What may be written now; with nothing the pumping is over. */
    private synchronized List<Writing> due() {
        List<Writing> writing = new ArrayList<>();
        while (online && !closed && inFlight < settings.maxInFlight() && !ready.isEmpty()) {
            Lane lane = ready.poll();
            lane.become(Lane.State.IN_FLIGHT);
            inFlight++;
            writing.add(new Writing(lane, lane.turn, lane.messages.peek()));
        }
        pumping = !writing.isEmpty();
        return writing;
    }

    private void write(Writing writing) {
        String frame;
        try {
            frame = link.frame(writing.message());
        } catch (RuntimeException e) {
            park(
                    writing.message().clientMsgId(),
                    new SendFailure("BAD_MESSAGE", "this message cannot be written: " + e, false));
            pump();
            return;
        }
        synchronized (this) {
            if (writing.lane().turn != writing.turn()) {
                return; // the connection changed meanwhile
            }
            if (link.answersSends()) {
                writing.lane().timer(timer.after(settings.answerTimeout(), () -> unanswered(writing)));
            }
        }
        link.write(frame).whenComplete((done, failure) -> written(writing, failure));
    }

    private void written(Writing writing, Throwable failure) {
        String id = writing.message().clientMsgId();
        if (failure == null && !link.answersSends()) {
            accepted(new SendAccepted(id, id, writing.message().conversationId(), 0, Instant.now(), false, null));
        } else if (failure instanceof NotConnected || failure != null && failure.getCause() instanceof NotConnected) {
            disconnected(writing);
        } else if (failure != null) {
            later(id, new SendFailure(WRITE_FAILED, String.valueOf(failure.getMessage()), true), null);
        }
    }

    /** The connection noticed before it told us: wait for the next one. */
    private synchronized void disconnected(Writing writing) {
        if (writing.lane().turn == writing.turn()) {
            online = false;
            reset();
        }
    }

    private void unanswered(Writing writing) {
        synchronized (this) {
            if (writing.lane().turn != writing.turn()) {
                return;
            }
            inFlight--;
            writing.lane().become(Lane.State.READY);
            ready.add(writing.lane());
        }
        SendFailure late = new SendFailure(NO_ANSWER, "the hub did not answer in time", true);
        after(store.retried(writing.message().clientMsgId(), late), () -> {});
        pump();
    }

    private void later(String clientMsgId, SendFailure failure, Long retryAfterMillis) {
        synchronized (this) {
            Lane lane = lanes.of(clientMsgId);
            if (lane == null || !lane.isHead(clientMsgId) || closed) {
                return;
            }
            leave(lane, Lane.State.BACKING_OFF);
            lane.refusals++;
            long delay = Math.max(
                    settings.backoffMillis().applyAsLong(lane.refusals),
                    retryAfterMillis == null ? 0 : retryAfterMillis);
            long turn = lane.turn;
            lane.timer(timer.after(Duration.ofMillis(delay), () -> again(lane, turn)));
        }
        after(store.retried(clientMsgId, failure), () -> {});
    }

    private void again(Lane lane, long turn) {
        synchronized (this) {
            if (lane.turn != turn) {
                return;
            }
            lane.become(Lane.State.READY);
            ready.add(lane);
        }
        pump();
    }

    private void park(String clientMsgId, SendFailure failure) {
        OutgoingMessage message = settle(clientMsgId, null);
        if (message != null) {
            after(store.parked(clientMsgId, failure), () -> listener.parked(message, failure));
        }
    }

    private void after(CompletableFuture<Void> change, Runnable then) {
        change.whenComplete((done, problem) -> {
            if (problem != null) {
                listener.failed(problem);
            }
            then.run();
        });
    }

    /** Takes the answered head off its lane; null if it was answered before. */
    private synchronized OutgoingMessage settle(String clientMsgId, String conversationId) {
        Lane lane = lanes.of(clientMsgId);
        if (lane == null || !lane.isHead(clientMsgId)) {
            return null;
        }
        OutgoingMessage message = lane.messages.peek();
        lanes.learn(message, conversationId);
        takeOff(lane, clientMsgId);
        return message;
    }

    /** Off its lane. If it was the head, the next one may go. */
    private void takeOff(Lane lane, String clientMsgId) {
        boolean head = lane.isHead(clientMsgId);
        if (head) {
            ready.remove(lane);
            leave(lane, Lane.State.READY);
            lane.refusals = 0;
        }
        lanes.remove(lane, clientMsgId);
        if (head && !lane.messages.isEmpty()) {
            ready.add(lane);
        }
    }

    private void leave(Lane lane, Lane.State next) {
        if (lane.state == Lane.State.IN_FLIGHT) {
            inFlight--;
        }
        lane.become(next);
    }

    private static long fullJitter(int refusals) {
        long most = Math.min(30_000, 500L << Math.min(refusals - 1, 6));
        return ThreadLocalRandom.current().nextLong(most + 1);
    }
}
