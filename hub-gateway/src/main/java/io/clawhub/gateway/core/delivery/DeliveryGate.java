package io.clawhub.gateway.core.delivery;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

import io.clawhub.events.archive.LoggedMessage;
import io.clawhub.gateway.core.Push;
import io.clawhub.gateway.core.Push.ChannelChanged;
import io.clawhub.gateway.core.Push.MessageArrived;
import io.clawhub.gateway.core.delivery.Terms.Counting;
import io.clawhub.gateway.core.outbound.OutboundQueue;

/**
 * What one connection hears, in order and without a hole. It begins by keeping live messages back, bounded, until the
 * replay was written; then they follow, less those the replay already held.
 *
 * <p>If history does not answer, the gate opens without the replay: live messages pass, nothing counts as delivered,
 * and the replay that comes later leaves out what already went by.
 *
 * <p>On terms with acknowledgements or reading, being written moves no cursor. With acknowledgements messages are kept back
 * again while the {@link Window} is full. If too many come in meanwhile they are dropped, and once there is room another round of the
 * replay brings them.
 */
public final class DeliveryGate {

    private final Outlet outlet;
    private final Terms terms;
    /** Null but on terms with acknowledgements. */
    private final Window window;

    private final KeptBack kept = new KeptBack();
    private final Arrivals arrivals = new Arrivals();
    /** The last replayed seq per conversation: what a live message must be beyond. */
    private final Map<String, Long> replayed = new HashMap<>();

    private GateState state = GateState.BUFFERING;
    private boolean overflowed;
    /** A gate in front of a connection's queue. */
    public DeliveryGate(OutboundQueue outbound, Function<Push, String> encoder, Terms terms) {
        this.outlet = new Outlet(outbound, encoder, terms.counting() == Counting.READ);
        this.terms = terms;
        this.window = terms.counting() == Counting.ACKNOWLEDGED ? new Window(terms.window()) : null;
    }

    /** What was agreed for this connection. */
    public Terms terms() {
        return terms;
    }

    /** Takes note of how far the client says it is, before its catch-up begins. */
    public synchronized void claim(Map<String, Long> cursors) {
        if (window != null) {
            window.claim(cursors);
        }
    }

    /** From now on so many deliveries may be unacknowledged, 1 to {@value Terms#MAX_WINDOW}. */
    public void window(int size) {
        adjust(() -> window.resize(Math.clamp(size, 1, Terms.MAX_WINDOW)));
    }

    /**
     * The client has stored everything in the conversation up to this seq. One beyond what it was sent counts as the last
     * it was sent, and what was not sent to it cannot be acknowledged.
     */
    public void acknowledge(String conversationId, long seq, DeliveredCursors.Sink sink) {
        adjust(() -> window.acknowledge(conversationId, seq, sink));
    }

    /** Changes the window; then what it held back goes on. */
    private void adjust(Runnable step) {
        Runnable next = null;
        synchronized (this) {
            if (window == null || state == GateState.CLOSED) {
                return;
            }
            step.run();
            if (state != GateState.BUFFERING) {
                drain();
            }
            // From here on live messages are kept again: a round that begins now reaches to here at least.
            overflowed &= !window.endsLag();
            next = window.nextToRun();
        }
        if (next != null) {
            next.run();
        }
    }

    /**
     * A live message from the log.
     *
     * @param receipt completed with true once it is on the socket; null if nobody asks
     * @return whether the message is on its way; false if it comes later, or not at all
     */
    public synchronized boolean live(MessageArrived push, int maxBuffered, CompletableFuture<Boolean> receipt) {
        return switch (state) {
            case BUFFERING -> keep(push, maxBuffered, receipt);
            case LIVE, LIVE_BEFORE_REPLAY -> !isReplayed(push.logged()) && arrive(push, maxBuffered, receipt);
            case CLOSED -> false;
        };
    }

    private boolean arrive(MessageArrived push, int maxBuffered, CompletableFuture<Boolean> receipt) {
        if (!kept.isEmpty() || !hasRoomFor(push.logged())) {
            // When it goes on is up to the client: nobody waits for that.
            keep(push, maxBuffered, null);
            return false;
        }
        pass(push, receipt);
        return true;
    }

    /**
     * A change of a channel, live from the log or found pending. It keeps its place among the messages; a change that
     * this connection has heard of already is dropped.
     *
     * @param seq its position in the log, 0 if it is not known
     * @param onWritten runs once it is on the socket
     */
    public synchronized void change(ChannelChanged push, long seq, int maxBuffered, Runnable onWritten) {
        if (state != GateState.CLOSED && outlet.told().isNew(push.change())) {
            take(new KeptBack.Change(push, push.change().conversationId(), seq, onWritten), maxBuffered);
        }
    }

    /**
     * Any other change of a conversation, in its place among the messages; a repeat of the same change is dropped.
     *
     * @param changeId names the change
     * @param conversationId the conversation that changed
     * @param seq its position in the log
     */
    public synchronized void change(Push push, String changeId, String conversationId, long seq, int maxBuffered) {
        if (state != GateState.CLOSED && outlet.told().isNew(changeId)) {
            take(new KeptBack.Change(push, conversationId, seq, () -> {}), maxBuffered);
        }
    }

    private void take(KeptBack.Change change, int maxBuffered) {
        if (state != GateState.BUFFERING && kept.isEmpty()) {
            outlet.write(change);
            return;
        }
        if (kept.size() >= maxBuffered) {
            overflow();
        }
        if (kept.size() >= maxBuffered) {
            // No replay holds changes, so none may be dropped: the client comes back and asks.
            outlet.giveUp();
            return;
        }
        kept.add(change);
    }

    /** The connection is told what became of a request by its reply, and not by a push besides. */
    public synchronized void toldOutcome(String conversationId) {
        outlet.told().outcome(conversationId);
    }

    /** What begins another round of the replay, for when one is needed after the gate was open. */
    synchronized void onLag(Runnable begin) {
        if (window != null) {
            window.onLag(begin);
        }
    }

    /** Runs the callback, once, as soon as there is room for a good part of a page. Replaces one that still waits. */
    void whenRoom(Runnable callback) {
        synchronized (this) {
            if (window != null && window.letsWait(callback)) {
                return;
            }
        }
        callback.run();
    }

    /** How many messages of a replay there is room for. */
    synchronized int room() {
        return window == null ? Integer.MAX_VALUE : window.room();
    }

    /**
     * Messages of the replay, in order.
     *
     * @return how many of them are dealt with: fewer than all when the window is full
     */
    synchronized int replay(List<LoggedMessage> messages) {
        for (int i = 0; i < messages.size() && state != GateState.CLOSED; i++) {
            LoggedMessage logged = messages.get(i);
            if (isReplayed(logged) || arrivals.hasPassed(logged)) {
                continue;
            }
            if (!hasRoomFor(logged)) {
                return i;
            }
            if (window != null) {
                window.replayed(logged);
            }
            replayed.put(logged.message().conversationId(), logged.seq());
            if (state == GateState.LIVE_BEFORE_REPLAY) {
                arrivals.owe();
            }
            // A message must not arrive before the news of the conversation it was said in.
            kept.takeChangesBefore(logged).forEach(outlet::write);
            write(new MessageArrived(logged, true), kept.take(logged), true);
        }
        outlet.flush();
        return messages.size();
    }

    /**
     * The replay is complete up to the positions asked for: live messages may follow.
     *
     * @return false if too many came in meanwhile; the replay must be continued from {@link #replayedUpTo} first
     */
    synchronized boolean open() {
        if (overflowed) {
            overflowed = false;
            // What was dropped may lie among what passed: the next round goes over all of it.
            arrivals.forgetPassed();
            return false;
        }
        if (state == GateState.CLOSED) {
            return true;
        }
        state = GateState.LIVE;
        if (terms.counting() == Counting.WRITTEN) {
            arrivals.completeReplay();
        } else {
            arrivals.forgetPassed();
        }
        if (window != null) {
            window.replayComplete(arrivals::count);
            // Before what was kept: that is live, and nothing is missing before it.
            outlet.writeCaughtUp();
        }
        drain();
        kept.giveUpReceipts();
        return true;
    }

    /**
     * Opens the gate with the replay still owed, unless it is open.
     *
     * @return whether messages were dropped before: then the replay must reach up to now, not to where it began
     */
    synchronized boolean openBeforeReplay() {
        if (state != GateState.BUFFERING) {
            return false;
        }
        boolean dropped = overflowed;
        if (dropped) {
            arrivals.forgetPassed();
        }
        state = GateState.LIVE_BEFORE_REPLAY;
        overflowed = false;
        drain();
        kept.giveUpReceipts();
        return dropped;
    }

    /** How far a client on terms of reading may have read: over nothing that is owed. The rest counts once that was sent. */
    public synchronized long readable(String conversationId, long seq) {
        return arrivals.readable(conversationId, seq);
    }

    /** What counts now that nothing is owed any more: conversation id to seq. */
    synchronized Map<String, Long> readMeanwhile() {
        return arrivals.takeReadMeanwhile();
    }

    synchronized boolean isBuffering() {
        return state == GateState.BUFFERING;
    }

    /** What a replay need not bring: conversation id to seq. */
    synchronized Map<String, Long> replayedUpTo() {
        Map<String, Long> upTo = new HashMap<>(replayed);
        if (window != null) {
            window.addSentTo(upTo);
        }
        return upTo;
    }

    /** The tail has passed all that the replay held: live messages need no comparison any more. */
    synchronized void forgetReplay() {
        replayed.clear();
    }

    synchronized boolean isClosed() {
        return state == GateState.CLOSED;
    }

    /** Reports everything written before this time as delivered. */
    public synchronized void mature(long beforeMillis, DeliveredCursors.Sink sink) {
        arrivals.mature(beforeMillis, sink);
    }

    /**
     * The connection is gone. What was written less than the grace time ago, and what was not acknowledged, counts as not
     * delivered.
     */
    public synchronized void close(long nowMillis, long graceMillis, DeliveredCursors.Sink sink) {
        mature(nowMillis - graceMillis, sink);
        state = GateState.CLOSED;
        kept.clear();
        arrivals.clear();
        replayed.clear();
        if (window != null) {
            window.clear();
        }
    }

    private boolean isReplayed(LoggedMessage logged) {
        return !replayed.isEmpty()
                && logged.seq() <= replayed.getOrDefault(logged.message().conversationId(), 0L);
    }

    private boolean keep(MessageArrived push, int maxBuffered, CompletableFuture<Boolean> receipt) {
        if (kept.isFull(maxBuffered)) {
            overflow();
        }
        if (!overflowed) {
            kept.add(new KeptBack.Message(push, receipt));
        }
        return !overflowed;
    }

    /** Replay will bring the messages: they are in the log. */
    private void overflow() {
        kept.dropMessages();
        overflowed = true;
        if (state == GateState.LIVE) {
            window.lag();
        }
        state = GateState.BUFFERING;
    }

    /** Lets out what was kept, as far as there is room. */
    private void drain() {
        for (KeptBack.Entry next = kept.peek(); next != null && mayGo(next); next = kept.peek()) {
            kept.removeFirst();
            switch (next) {
                case KeptBack.Change change -> outlet.write(change);
                case KeptBack.Message message when isReplayed(message.push().logged()) -> message.giveUp();
                case KeptBack.Message message -> pass(message.push(), message.receipt());
            }
        }
    }

    private boolean mayGo(KeptBack.Entry entry) {
        return !(entry instanceof KeptBack.Message message)
                || isReplayed(message.push().logged())
                || hasRoomFor(message.push().logged());
    }

    private boolean hasRoomFor(LoggedMessage logged) {
        return window == null || window.takes(logged);
    }

    /** A live message goes out. */
    private void pass(MessageArrived push, CompletableFuture<Boolean> receipt) {
        LoggedMessage logged = push.logged();
        boolean replayOwed = state == GateState.LIVE_BEFORE_REPLAY;
        if (replayOwed) {
            arrivals.pass(logged);
            if (window != null) {
                window.sentBeforeReplay(logged);
            }
        }
        write(push, receipt, !replayOwed);
    }

    /** {@code counts}: nothing of its conversation is missing before it, so its arrival moves the cursor. */
    private void write(MessageArrived push, CompletableFuture<Boolean> receipt, boolean counts) {
        LoggedMessage logged = push.logged();
        if (outlet.write(push, () -> onWritten(logged, receipt, counts && terms.counting() == Counting.WRITTEN))
                && window != null) {
            window.sent(logged);
        }
    }

    private void onWritten(LoggedMessage logged, CompletableFuture<Boolean> receipt, boolean counts) {
        if (counts) {
            synchronized (this) {
                if (state != GateState.CLOSED) {
                    arrivals.written(logged);
                }
            }
        }
        if (receipt != null) {
            receipt.complete(true);
        }
    }
}
