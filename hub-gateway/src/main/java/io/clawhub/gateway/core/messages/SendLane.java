package io.clawhub.gateway.core.messages;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

import org.jboss.logging.Logger;

import io.clawhub.gateway.GatewayConfig;
import io.clawhub.gateway.core.Caller;
import io.clawhub.gateway.core.Command.SendMessage;
import io.clawhub.gateway.core.HubError;
import io.clawhub.gateway.core.HubException;
import io.clawhub.gateway.core.Reply.Accepted;
import io.clawhub.gateway.core.log.LogPosition;

/**
 * The sends of one connection, in order, and between them the commands that change where they go. A send whose route is
 * in memory goes straight to the log; one that needs the directory makes the later ones wait behind it, so nothing
 * overtakes. The lane outlives its connection until it is empty: what was said before a disconnect counts.
 *
 * <p>A held send (nobody waits for its answer) that meets an unavailable directory or log stays at the head and is
 * retried until {@code hub.send.hold-time}; any other is refused at once.
 */
public final class SendLane {

    private static final Logger LOG = Logger.getLogger(SendLane.class);
    private static final Executor RETRY = CompletableFuture.delayedExecutor(250, TimeUnit.MILLISECONDS);

    private volatile Caller caller;
    private final MessageRouter router;
    private final MessageService messages;
    private final boolean wantsReceipts;
    private final GatewayConfig.Send config;
    private final int maxContentBytes;
    private final int maxMetadataBytes;
    private final Deque<Entry> waiting = new ArrayDeque<>();
    private CompletableFuture<LogPosition> lastAppend;
    private Runnable onSpace;

    /** Something that has its turn. */
    private sealed interface Entry {}

    private record Waiting(SendMessage command, CompletableFuture<Accepted> answer, long sinceMillis)
            implements Entry {}

    private record Turn(LaneBarrier<?> barrier) implements Entry {}

    SendLane(
            Caller caller,
            MessageRouter router,
            MessageService messages,
            boolean wantsReceipts,
            GatewayConfig.Send config,
            int maxContentBytes,
            int maxMetadataBytes) {
        this.caller = caller;
        this.router = router;
        this.messages = messages;
        this.wantsReceipts = wantsReceipts;
        this.config = config;
        this.maxContentBytes = maxContentBytes;
        this.maxMetadataBytes = maxMetadataBytes;
    }

    /**
     * Sends. Call it in the order of arrival.
     *
     * @return the confirmation, or a {@link HubException}; of a held send only that it was taken into the log
     */
    public CompletableFuture<Accepted> send(SendMessage command) {
        Waiting entry = new Waiting(command, new CompletableFuture<>(), System.currentTimeMillis());
        boolean first;
        synchronized (this) {
            try {
                messages.check(command, maxContentBytes, maxMetadataBytes);
                Route route = waiting.isEmpty() ? router.remembered(caller, command) : null;
                if (route != null && append(entry, route)) {
                    return entry.answer();
                }
            } catch (HubException refusal) {
                return CompletableFuture.failedFuture(refusal);
            }
            if (waiting.size() >= config.maxWaiting() && !command.held()) {
                return CompletableFuture.failedFuture(tooManyWaiting());
            }
            waiting.add(entry);
            first = waiting.size() == 1;
        }
        if (first) {
            resolve(entry);
        }
        return entry.answer();
    }

    /**
     * Does something in its turn: after what this connection said before, and before what it says from now on, which
     * waits until the work is done. Call it in the order of arrival.
     *
     * @param work must end within a bounded time
     * @return what the work gives; {@link HubError#DIRECTORY_UNAVAILABLE} if its turn does not come within the send
     *     time-out, and then it is not done
     */
    public <T> CompletableFuture<T> inTurn(Supplier<? extends CompletionStage<? extends T>> work) {
        LaneBarrier<T> barrier = new LaneBarrier<>(work);
        boolean first;
        synchronized (this) {
            if (waiting.size() >= config.maxWaiting()) {
                return CompletableFuture.failedFuture(tooManyWaiting());
            }
            waiting.add(new Turn(barrier));
            first = waiting.size() == 1;
        }
        if (first) {
            barrier.run(this::advance);
        } else {
            barrier.giveUpAfter(config.timeout());
        }
        return barrier.answer();
    }

    /** Whether the connection should not be read for now. {@code onSpace} runs once, when it may be again. */
    public synchronized boolean isFull(Runnable callback) {
        if (waiting.size() < config.maxWaiting()) {
            return false;
        }
        onSpace = callback;
        return true;
    }

    /** Where the connection's last send so far stands in the log; with null if it said nothing. */
    public CompletableFuture<LogPosition> lastAppend() {
        synchronized (this) {
            if (waiting.isEmpty()) {
                return appended();
            }
        }
        // Not to keep later sends waiting for the log, the turn ends when the last append is known, not when it is
        // confirmed.
        return inTurn(() -> CompletableFuture.completedFuture(appended())).thenCompose(position -> position);
    }

    private synchronized CompletableFuture<LogPosition> appended() {
        return lastAppend == null ? CompletableFuture.completedFuture(null) : lastAppend;
    }

    /** The connection was authenticated: what it says from now on is said by this caller. */
    public void caller(Caller authenticated) {
        caller = authenticated;
    }

    /** Appends the head. False if it must wait because the log has no room for it. */
    private synchronized boolean append(Waiting entry, Route route) {
        if (!entry.command().held()) {
            messages.appendAndAwait(caller, entry.command(), route, wantsReceipts, position -> lastAppend = position)
                    .whenComplete((accepted, failure) -> answer(entry, accepted, failure));
            return true;
        }
        CompletableFuture<LogPosition> position = messages.append(caller, entry.command(), route);
        if (position.isCompletedExceptionally()) {
            return false;
        }
        lastAppend = position;
        entry.answer().complete(null);
        return true;
    }

    private static void answer(Waiting entry, Accepted accepted, Throwable failure) {
        if (failure == null) {
            entry.answer().complete(accepted);
            return;
        }
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        entry.answer()
                .completeExceptionally(cause instanceof TimeoutException ? MessageService.logUnavailable() : cause);
    }

    private void resolve(Waiting head) {
        router.load(caller, head.command()).subscribe().with(route -> proceed(head, route), failure -> {
            if (mayRetry(head, failure)) {
                RETRY.execute(() -> resolve(head));
            } else {
                refuse(head, failure);
            }
        });
    }

    private void proceed(Waiting head, Route route) {
        try {
            if (append(head, route)) {
                advance();
            } else {
                waitForRoom(head);
            }
        } catch (RuntimeException refusal) {
            refuse(head, refusal);
        }
    }

    /** By the next try its conversation may have ended, so its way is asked for again. */
    private void waitForRoom(Waiting head) {
        HubException full = MessageService.logUnavailable();
        if (!mayRetry(head, full)) {
            refuse(head, full);
            return;
        }
        RETRY.execute(() -> {
            if (goOn(head)) {
                advance();
            }
        });
    }

    private void refuse(Waiting head, Throwable failure) {
        head.answer().completeExceptionally(failure);
        advance();
    }

    /** Takes the head off and goes on with the next ones, most of which need no directory any more. */
    private void advance() {
        boolean onward = true;
        while (onward) {
            onward = switch (removeHead()) {
                case null -> false;
                case Waiting next -> goOn(next);
                case Turn turn -> {
                    turn.barrier().run(this::advance);
                    yield false;
                }
            };
        }
    }

    /** Whether the send is done with; otherwise it goes on by itself and advances the lane then. */
    private boolean goOn(Waiting next) {
        try {
            Route route = router.remembered(caller, next.command());
            if (route == null) {
                resolve(next);
                return false;
            }
            if (!append(next, route)) {
                waitForRoom(next);
                return false;
            }
        } catch (RuntimeException refusal) {
            next.answer().completeExceptionally(refusal);
        }
        return true;
    }

    private Entry removeHead() {
        Runnable space = null;
        Entry next;
        synchronized (this) {
            waiting.remove();
            if (waiting.size() < config.maxWaiting() / 2 && onSpace != null) {
                space = onSpace;
                onSpace = null;
            }
            next = waiting.peek();
        }
        if (space != null) {
            space.run();
        }
        return next;
    }

    private boolean mayRetry(Waiting head, Throwable failure) {
        if (!head.command().held() || !HubException.of(failure).error().retryable()) {
            return false;
        }
        if (System.currentTimeMillis() - head.sinceMillis() < config.holdTime().toMillis()) {
            return true;
        }
        LOG.warnf("held send given up: participantId=%s", caller.participantId());
        return false;
    }

    private static HubException tooManyWaiting() {
        return new HubException(HubError.RATE_LIMITED, "too many sends of this connection are waiting");
    }
}
