package io.clawhub.gateway.core.delivery;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

import io.clawhub.events.archive.LoggedMessage;
import io.clawhub.gateway.core.Push;
import io.clawhub.gateway.core.Push.ChannelChanged;
import io.clawhub.gateway.core.Push.MessageArrived;
import io.clawhub.gateway.core.outbound.CloseReason;
import io.clawhub.gateway.core.outbound.OutboundQueue;

/**
 * What one connection hears, in order and without a hole. It begins by keeping live messages back, bounded, until the
 * replay was written; then they follow, less those the replay already held.
 *
 * <p>If history does not answer, the gate opens without the replay: live messages pass, nothing counts as delivered,
 * and the replay that comes later leaves out what already went by.
 */
public final class DeliveryGate {

    /** Content kept back, UTF-16 units: it goes to the queue all at once, and must not overfill it. */
    private static final int MAX_BUFFERED_WEIGHT = 512 * 1024;

    /** Where the gate stands. */
    private enum State {
        BUFFERING,
        LIVE,
        /** Live, with the replay still owed. */
        LIVE_BEFORE_REPLAY,
        CLOSED
    }

    private final OutboundQueue outbound;
    private final Function<Push, String> encoder;
    private final Deque<Written> written = new ArrayDeque<>();
    private final Deque<Buffered> buffer = new ArrayDeque<>();
    /** The last replayed seq per conversation: what a live message must be beyond. */
    private final Map<String, Long> replayed = new HashMap<>();
    /** First and last live seq per conversation that passed before the replay. */
    private final Map<String, long[]> passed = new HashMap<>();

    /** What was added to the buffer since it was last emptied; see {@link #MAX_BUFFERED_WEIGHT}. */
    private int bufferedWeight;

    private State state = State.BUFFERING;
    private ToldChanges told;
    private boolean overflowed;
    /** Replayed messages that are queued but not yet on the socket, after live ones passed. */
    private int owed;

    /** What waits for the replay, in log order. */
    private sealed interface Buffered {}

    private record Message(MessageArrived push, CompletableFuture<Boolean> receipt) implements Buffered {}

    private record Change(ChannelChanged push, long seq, Runnable onWritten) implements Buffered {}

    private record Written(String conversationId, long seq, long atMillis) {}

    /** A gate in front of a connection's queue. */
    public DeliveryGate(OutboundQueue outbound, Function<Push, String> encoder) {
        this.outbound = outbound;
        this.encoder = encoder;
    }

    /**
     * A live message from the log.
     *
     * @param receipt completed with true once it is on the socket; null if nobody asks
     * @return whether the message is on its way; false if it comes by the replay, or not at all
     */
    public synchronized boolean live(MessageArrived push, int maxBuffered, CompletableFuture<Boolean> receipt) {
        LoggedMessage logged = push.logged();
        String conversationId = logged.message().conversationId();
        switch (state) {
            case BUFFERING -> {
                if (buffer.size() >= maxBuffered || bufferedWeight >= MAX_BUFFERED_WEIGHT) {
                    overflow();
                }
                if (!overflowed) {
                    bufferedWeight += Weight.of(logged);
                    buffer.add(new Message(push, receipt));
                }
                return !overflowed;
            }
            case LIVE -> {
                if (!replayed.isEmpty() && logged.seq() <= replayed.getOrDefault(conversationId, 0L)) {
                    return false;
                }
                write(push, receipt, true);
                return true;
            }
            case LIVE_BEFORE_REPLAY -> {
                passed.computeIfAbsent(conversationId, id -> new long[] {logged.seq(), 0})[1] = logged.seq();
                write(push, receipt, false);
                return true;
            }
            case CLOSED -> {
                return false;
            }
            default -> throw new IllegalStateException(state.name());
        }
    }

    /**
     * A change of a channel, live from the log or found pending. It keeps its place among the messages; a change that
     * this connection has heard of already is dropped.
     *
     * @param seq its position in the log, 0 if it is not known
     * @param onWritten runs once it is on the socket
     */
    public synchronized void change(ChannelChanged push, long seq, int maxBuffered, Runnable onWritten) {
        if (state == State.CLOSED || !told().isNew(push.change())) {
            return;
        }
        Change change = new Change(push, seq, onWritten);
        if (state != State.BUFFERING) {
            write(change);
            return;
        }
        if (buffer.size() >= maxBuffered) {
            overflow();
        }
        if (buffer.size() >= maxBuffered) {
            // No replay holds changes, so none may be dropped: the client comes back and asks.
            outbound.close(CloseReason.SLOW_READER);
            return;
        }
        buffer.add(change);
    }

    /** The connection is told what became of a request by its reply, and not by a push besides. */
    public synchronized void toldOutcome(String conversationId) {
        told().outcome(conversationId);
    }

    /** Messages of the replay, in order. */
    synchronized void replay(List<LoggedMessage> messages) {
        for (LoggedMessage logged : messages) {
            String conversationId = logged.message().conversationId();
            long[] live = passed.get(conversationId);
            if (live != null && logged.seq() >= live[0]) {
                continue;
            }
            if (logged.seq() > replayed.getOrDefault(conversationId, 0L)) {
                replayed.put(conversationId, logged.seq());
                owed += state == State.LIVE_BEFORE_REPLAY ? 1 : 0;
                writeChangesBefore(logged);
                write(new MessageArrived(logged), takeFromBuffer(logged), true);
            }
        }
    }

    /**
     * The replay is complete up to the positions asked for: live messages may follow.
     *
     * @return false if too many came in meanwhile; the replay must be continued from {@link #replayedUpTo} first
     */
    synchronized boolean open() {
        if (overflowed) {
            overflowed = false;
            return false;
        }
        if (state == State.CLOSED) {
            return true;
        }
        state = State.LIVE;
        countPassed();
        flush();
        return true;
    }

    /**
     * Opens the gate with the replay still owed, unless it is open.
     *
     * @return whether messages were dropped before: then the replay must reach up to now, not to where it began
     */
    synchronized boolean openBeforeReplay() {
        if (state != State.BUFFERING) {
            return false;
        }
        boolean dropped = overflowed;
        state = State.LIVE_BEFORE_REPLAY;
        overflowed = false;
        flush();
        return dropped;
    }

    synchronized boolean isBuffering() {
        return state == State.BUFFERING;
    }

    /** How far the replay has come: conversation id to seq. */
    synchronized Map<String, Long> replayedUpTo() {
        return Map.copyOf(replayed);
    }

    /** The tail has passed all that the replay held: live messages need no comparison any more. */
    synchronized void forgetReplay() {
        replayed.clear();
    }

    synchronized boolean isClosed() {
        return state == State.CLOSED;
    }

    /** Reports everything written before this time as delivered. */
    public synchronized void mature(long beforeMillis, DeliveredCursors.Sink sink) {
        Map<String, Long> arrived = new HashMap<>();
        while (!written.isEmpty() && written.peek().atMillis() <= beforeMillis) {
            Written head = written.remove();
            arrived.merge(head.conversationId(), head.seq(), Math::max);
        }
        arrived.forEach(sink::advance);
    }

    /** The connection is gone. What was written less than the grace time ago counts as not delivered. */
    public synchronized void close(long nowMillis, long graceMillis, DeliveredCursors.Sink sink) {
        mature(nowMillis - graceMillis, sink);
        state = State.CLOSED;
        dropMessages();
        buffer.clear();
        written.clear();
        passed.clear();
        replayed.clear();
    }

    /** A message that the replay holds and the buffer too goes out with the replay; its sender may wait for it. */
    private CompletableFuture<Boolean> takeFromBuffer(LoggedMessage logged) {
        for (Iterator<Buffered> entries = buffer.iterator(); entries.hasNext(); ) {
            if (entries.next() instanceof Message entry && isSame(entry.push().logged(), logged)) {
                entries.remove();
                return entry.receipt();
            }
        }
        return null;
    }

    private static boolean isSame(LoggedMessage one, LoggedMessage other) {
        return one.seq() == other.seq()
                && one.message().conversationId().equals(other.message().conversationId());
    }

    /** A message must not arrive before the news of the channel it was said in. */
    private void writeChangesBefore(LoggedMessage logged) {
        String conversationId = logged.message().conversationId();
        for (Iterator<Buffered> entries = buffer.iterator(); entries.hasNext(); ) {
            if (entries.next() instanceof Change entry
                    && entry.seq() < logged.seq()
                    && entry.push().change().conversationId().equals(conversationId)) {
                entries.remove();
                write(entry);
            }
        }
    }

    /** Replay will bring the messages: they are in the log. */
    private void overflow() {
        dropMessages();
        overflowed = true;
    }

    private void dropMessages() {
        bufferedWeight = 0;
        for (Iterator<Buffered> entries = buffer.iterator(); entries.hasNext(); ) {
            if (entries.next() instanceof Message entry) {
                giveUp(entry.receipt());
                entries.remove();
            }
        }
    }

    private void flush() {
        buffer.forEach(entry -> {
            switch (entry) {
                case Change change -> write(change);
                case Message message -> {
                    if (!live(message.push(), 0, message.receipt())) {
                        giveUp(message.receipt());
                    }
                }
            }
        });
        buffer.clear();
        bufferedWeight = 0;
    }

    private static void giveUp(CompletableFuture<Boolean> receipt) {
        if (receipt != null) {
            receipt.complete(false);
        }
    }

    /** {@code counts}: nothing of its conversation is missing before it, so its arrival moves the cursor. */
    private void write(MessageArrived push, CompletableFuture<Boolean> receipt, boolean counts) {
        String frame = encoder.apply(push);
        if (frame != null) {
            outbound.push(frame, () -> onWritten(push.logged(), receipt, counts));
        }
    }

    private void write(Change change) {
        // It may have been told in the meantime, by a reply.
        String frame = told().isOutcomeKnown(change.push().change()) ? null : encoder.apply(change.push());
        if (frame != null) {
            outbound.push(frame, change.onWritten());
        }
    }

    /** Most connections never hear of a channel. */
    private ToldChanges told() {
        if (told == null) {
            told = new ToldChanges();
        }
        return told;
    }

    private void onWritten(LoggedMessage logged, CompletableFuture<Boolean> receipt, boolean counts) {
        if (counts) {
            synchronized (this) {
                if (state != State.CLOSED) {
                    written.add(
                            new Written(logged.message().conversationId(), logged.seq(), System.currentTimeMillis()));
                }
                if (owed > 0) {
                    owed--;
                    countPassed();
                }
            }
        }
        if (receipt != null) {
            receipt.complete(true);
        }
    }

    /** What passed before the replay counts once all of the replay is on the socket: nothing is missing before it now. */
    private void countPassed() {
        if (state == State.LIVE && owed == 0) {
            long now = System.currentTimeMillis();
            passed.forEach((conversationId, live) -> written.add(new Written(conversationId, live[1], now)));
            passed.clear();
        }
    }
}
