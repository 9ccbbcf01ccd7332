package io.clawhub.client.connection;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;

import io.clawhub.client.errors.NotConnected;
import io.clawhub.client.errors.QueueFull;
import io.clawhub.client.message.SendFailure;

/**
 * One socket's life: opened, greeted, welcomed, over. All but {@link #write} runs on the connection's serial executor; what the
 * socket tells is moved there.
 */
final class Link implements Sockets.Events {

    /** Whose link it is. */
    interface Owner {

        void opened(Link link);

        void text(Link link, String text);

        void ended(Link link, Sockets.Ending ending);
    }

    /**
     * Frames asked for at a time. More than one: the JDK's socket may never tell of an end that comes while nothing is asked for
     * (seen with JDK 17 and 25), so the next frame is asked for before this one is done with.
     */
    private static final int AHEAD = 2;

    private final SerialExecutor loop;
    private final Owner owner;
    private final WriteQueue writes;
    private final Heartbeat heartbeat;
    private Sockets.Socket socket;
    private Timer.Alarm deadline;
    private boolean over;
    private boolean reading;
    private boolean holding;
    private final Queue<String> held = new ArrayDeque<>(AHEAD);
    private int owed;
    private boolean superseded;
    private boolean polling;
    private SendFailure refusal;

    Link(Surroundings around, ConnectionSettings settings, SerialExecutor loop, Owner owner, Supplier<String> ping) {
        this.loop = loop;
        this.owner = owner;
        this.writes = new WriteQueue(
                text -> socket.send(text),
                settings.bounds().waitingFrames(),
                settings.bounds().waitingChars());
        this.heartbeat = new Heartbeat(
                new LoopTimer(around.timer(), loop),
                around.random(),
                settings.deadAfter(),
                () -> ping(ping),
                this::dead);
    }

    @Override
    public void opened(Sockets.Socket open) {
        loop.execute(() -> {
            socket = open;
            if (over) {
                open.abort();
                return;
            }
            owner.opened(this);
        });
    }

    @Override
    public void text(String text) {
        loop.execute(() -> {
            if (over) {
                return;
            }
            heartbeat.heard();
            if (holding) {
                held.add(text);
                return;
            }
            take(text);
        });
    }

    @Override
    public void ended(Sockets.Ending ending) {
        loop.execute(() -> finish(ending));
    }

    /** Writes a frame; from any thread, in the order of the calls. */
    CompletableFuture<Void> write(String frame) {
        CompletableFuture<Void> written = writes.send(frame);
        written.whenComplete((done, failure) -> {
            if (failure != null && !(failure instanceof QueueFull)) {
                ended(Sockets.Ending.broken(failure));
            }
        });
        return written;
    }

    /** It is no socket, but takes the place of one. */
    void polls() {
        polling = true;
    }

    boolean isPolling() {
        return polling;
    }

    boolean isOpen() {
        return socket != null;
    }

    /** Reads on, or leaves what comes in the network. */
    void reading(boolean on) {
        reading = on;
        heartbeat.deaf(!reading || holding);
        askForMore();
    }

    /** Another link greets the hub: what comes here from now on is kept back, and no more of it is asked for. */
    void hold() {
        holding = true;
        superseded = true;
        heartbeat.deaf(true);
    }

    /** The other link failed: what was kept back is told after all. */
    void release() {
        holding = false;
        heartbeat.deaf(!reading);
        while (!held.isEmpty()) {
            take(held.poll());
        }
        askForMore();
    }

    /** Whether another link of this client greeted the hub, which then may end this one. */
    boolean isSuperseded() {
        return superseded;
    }

    void heartbeat(Duration every) {
        cancelDeadline();
        heartbeat.start(every);
    }

    /** Ends the link unless it is welcomed by then. */
    void deadline(Timer.Alarm alarm) {
        cancelDeadline();
        deadline = alarm;
    }

    /** The hub said no to nothing in particular: likely why it closes next. */
    void refused(SendFailure why) {
        refusal = why;
    }

    SendFailure refusal() {
        return refusal;
    }

    /** Nothing of it is told any more. The socket is closed by {@code end}. */
    void over(Consumer<Sockets.Socket> end) {
        over = true;
        heartbeat.stop();
        cancelDeadline();
        writes.close(new NotConnected("the connection ended"));
        if (socket != null) {
            end.accept(socket);
        }
    }

    /** Begins a clean close; the end is told as usual. */
    void closeCleanly() {
        heartbeat.stop();
        // The peer's answer is read like any frame.
        reading(true);
        socket.close(1000);
    }

    private void take(String text) {
        owed++;
        try {
            owner.text(this, text);
        } finally {
            askForMore();
        }
    }

    /** As many frames as were done with, unless nothing is read now. */
    void askForMore() {
        while (owed > 0 && reading && !holding && !over) {
            owed--;
            socket.more();
        }
    }

    /** The socket is open: its first frame is welcome. */
    void startReading(boolean on) {
        owed = AHEAD;
        reading(on);
    }

    private void ping(Supplier<String> ping) {
        String frame = ping.get();
        if (frame != null) {
            write(frame);
        }
    }

    private void dead() {
        finish(Sockets.Ending.broken(new NotConnected("no sign of life from the hub")));
    }

    private void finish(Sockets.Ending ending) {
        if (over) {
            return;
        }
        // Never 1000 or 1001: to the hub those would end the session.
        over(Sockets.Socket::abort);
        owner.ended(this, ending);
    }

    private void cancelDeadline() {
        if (deadline != null) {
            deadline.cancel();
        }
    }
}
