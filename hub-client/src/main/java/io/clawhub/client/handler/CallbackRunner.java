package io.clawhub.client.handler;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

import io.clawhub.client.connection.Timer;
import io.clawhub.client.message.Message;
import io.clawhub.client.message.PendingMessage;
import io.clawhub.client.store.MessageStore;

/**
 * Runs the agent's code over what waits in the store, oldest first, one at a time per conversation. What was handled is completed; what
 * threw comes again after 1 s, 5 s, then 30 s, and after five attempts is dead. Later messages of its conversation do not wait for it.
 */
public final class CallbackRunner {

    /** Messages handed out at a time. */
    private static final int MAX_OUT = 64;

    /**
     * Handed out, but waiting for an earlier one of their conversation. Few: being handed out counts as an attempt, and a
     * crash of the process counts it for all of them.
     */
    private static final int MAX_WAITING = 8;

    /** A callback takes as long as it takes; a lease ends with the process that held it. */
    private static final Duration LEASE = Duration.ofHours(24);

    private static final Duration[] AGAIN = {Duration.ofSeconds(1), Duration.ofSeconds(5), Duration.ofSeconds(30)};

    private static final ThreadLocal<CallbackRunner> CURRENT = new ThreadLocal<>();

    private final MessageStore store;
    private final Timer timer;
    private final SerialLanes lanes;
    private final Consumer<Message> code;
    private final Consumer<Throwable> problems;
    private final Runnable handled;
    private final Completions completions;
    private int out;
    private boolean on;
    private boolean leasing;
    private boolean again;

    /**
     * @param code the agent's; may block and throw
     * @param problems hears what it threw, and failures of the store
     * @param handled runs when work was completed
     */
    public CallbackRunner(
            MessageStore store,
            Executor pool,
            Timer timer,
            Consumer<Message> code,
            Consumer<Throwable> problems,
            Runnable handled) {
        this.store = store;
        this.timer = timer;
        this.lanes = new SerialLanes(pool);
        this.code = code;
        this.problems = problems;
        this.handled = handled;
        this.completions = new Completions(store, this::completed);
    }

    /** Starts or stops taking messages. Those taken are still handled. */
    public void turn(boolean taking) {
        synchronized (this) {
            on = taking;
        }
        wake();
    }

    /** Something may wait. */
    public void wake() {
        int room;
        synchronized (this) {
            again = leasing;
            room = Math.min(MAX_OUT - out, MAX_WAITING - lanes.waiting());
            if (!on || leasing || room <= 0) {
                return;
            }
            leasing = true;
        }
        int asked = room;
        store.lease(room, LEASE).whenComplete((work, failure) -> leased(asked, work, failure));
    }

    /** Whether the calling thread runs a callback of this runner. */
    public boolean isCallbackThread() {
        return CURRENT.get() == this;
    }

    /** Whether nothing taken is left to handle or to complete. */
    public synchronized boolean isIdle() {
        return out == 0 && !leasing && completions.isIdle();
    }

    private void leased(int asked, List<PendingMessage> work, Throwable failure) {
        boolean more;
        synchronized (this) {
            leasing = false;
            out += failure == null ? work.size() : 0;
            more = again || failure == null && work.size() == asked;
            again = false;
        }
        if (failure != null) {
            problems.accept(failure);
            timer.after(AGAIN[0], this::wake);
            return;
        }
        work.forEach(one -> lanes.run(one.message().conversationId(), () -> handle(one)));
        if (more) {
            wake();
        }
    }

    private void handle(PendingMessage work) {
        CURRENT.set(this);
        Throwable thrown = null;
        try {
            code.accept(work.message());
        } catch (RuntimeException | Error e) {
            thrown = e;
        } finally {
            CURRENT.remove();
        }
        if (thrown == null) {
            completions.add(work.receipt());
        } else {
            giveBack(work, thrown);
        }
        wake();
    }

    private void giveBack(PendingMessage work, Throwable thrown) {
        Duration delay = AGAIN[Math.min(Math.max(work.attempts(), 1), AGAIN.length) - 1];
        store.release(work.receipt(), delay, thrown.toString()).whenComplete((released, failure) -> {
            synchronized (this) {
                out--;
            }
            if (failure != null) {
                problems.accept(failure);
            }
            // A moment later than the store may hand it out.
            timer.after(delay.plusMillis(50), this::wake);
            handled.run();
        });
        problems.accept(thrown);
    }

    private void completed(int count, Throwable failure) {
        synchronized (this) {
            out -= count;
        }
        if (failure != null) {
            problems.accept(failure);
        }
        wake();
        handled.run();
    }
}
