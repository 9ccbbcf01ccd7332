package io.clawhub.client.connection;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.clawhub.client.errors.AuthError;
import io.clawhub.client.errors.ClientException;
import io.clawhub.client.errors.NotConnected;
import io.clawhub.client.wire.Wire;
import io.clawhub.client.wire.WireEvent;

/**
 * A connection over WebSocket, kept. It tries again after pauses with full jitter, which begin small again only after a minute
 * online. It pings, and takes silence for death. When a gateway announces its going it greets another socket first, moves over
 * with that one's {@code Welcome}, and then lets the old one go. Where sockets do not get through, it polls.
 *
 * <p>All steps run on a serial executor of this connection, over threads that all connections share.
 */
public final class KeptConnection implements Connection {

    private static final Duration GOODBYE = Duration.ofSeconds(2);
    /** A close code of the private range: the hub keeps the session, which has moved. */
    private static final int MOVED = 4000;
    /** After so many sockets in a row that did not open, one polls; then sockets are tried again. */
    private static final int SOCKET_TRIES = 3;
    /** While polling, a socket is tried so often. */
    private static final Duration SOCKET_AGAIN = Duration.ofMinutes(1);

    private static final String REPLACED = "REPLACED";

    private final Wire wire;
    private final Listener listener;
    private final ConnectionSettings settings;
    private final Surroundings around;
    private final SerialExecutor loop;
    private final LoopTimer timer;
    private final Retries retries;
    private final Steps steps = new Steps();
    private volatile ConnectionState state = ConnectionState.CLOSED;
    private volatile Link current;

    // Of the loop only.
    private Link opening;
    private boolean wanted;
    private boolean reading = true;
    private int unopened;
    private long pings;
    private Timer.Alarm stable;
    private CompletableFuture<Void> closing;

    /** A connection that is not open yet. */
    public KeptConnection(Wire wire, Listener listener, ConnectionSettings settings) {
        this(wire, listener, settings, Surroundings.ofProcess(settings));
    }

    KeptConnection(Wire wire, Listener listener, ConnectionSettings settings, Surroundings around) {
        this.wire = wire;
        this.listener = listener;
        this.settings = settings;
        this.around = around;
        this.loop = new SerialExecutor(around.protocol());
        this.timer = new LoopTimer(around.timer(), loop);
        this.retries = new Retries(settings, timer, around.random());
    }

    @Override
    public void open() {
        loop.execute(() -> {
            if (!wanted && closing == null) {
                wanted = true;
                unopened = 0;
                connect();
            }
        });
    }

    @Override
    public CompletableFuture<Void> write(String frame) {
        Link link = current;
        if (link == null) {
            return CompletableFuture.failedFuture(new NotConnected("there is no connection to the hub now"));
        }
        return link.write(frame);
    }

    @Override
    public void wake() {
        loop.execute(() -> {
            if (wanted && current == null && retries.wake()) {
                connect();
            }
        });
    }

    @Override
    public void read(boolean on) {
        loop.execute(() -> {
            reading = on;
            if (current != null) {
                current.reading(on);
            }
        });
    }

    @Override
    public ConnectionState state() {
        return state;
    }

    @Override
    public void close() {
        CompletableFuture<Void> done = new CompletableFuture<>();
        loop.execute(() -> beginClosing(done));
        if (loop.isCurrent()) {
            return;
        }
        try {
            done.get(2 * GOODBYE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            // The listener holds the loop up: the rest of the goodbye follows when it lets go.
            loop.execute(this::endClosing);
        }
    }

    private void connect() {
        retries.cancel();
        opening = new Link(around, settings, loop, steps, () -> wire.ping(++pings));
        if (current == null) {
            tell(ConnectionState.CONNECTING, null);
        }
        if (wire.polling() != null && current == null && unopened >= SOCKET_TRIES) {
            unopened = 0;
            opening.polls();
            around.polling().open(wire.polling(), wire.headers(), settings.connectTimeout(), opening);
        } else {
            around.sockets().open(wire.endpoint(), wire.headers(), settings.connectTimeout(), opening);
        }
    }

    private void welcomed(Link link, WireEvent.Welcome welcome) {
        if (link != opening) {
            return;
        }
        Link old = current;
        opening = null;
        current = link;
        wire.credential().accepted();
        link.heartbeat(
                welcome.heartbeatSeconds() > 0 ? Duration.ofSeconds(welcome.heartbeatSeconds()) : settings.heartbeat());
        if (old != null) {
            retire(old);
        }
        tell(ConnectionState.SYNCING, null);
        listener.event(welcome);
    }

    private void retire(Link old) {
        old.over(socket -> {
            socket.close(MOVED);
            around.timer().after(GOODBYE, socket::abort);
        });
    }

    private void online(Link link) {
        tell(ConnectionState.ONLINE, null);
        if (link.isPolling()) {
            moveAfter(SOCKET_AGAIN, link);
        }
        LoopTimer.cancel(stable);
        stable = timer.after(settings.stableAfter(), () -> {
            if (current == link) {
                retries.reset();
            }
        });
    }

    /** The hub asks to move: another socket is opened beside this one. */
    private void goingAway(Link link, WireEvent.GoingAway going) {
        Duration pause = Duration.ofMillis(Math.max(0, going.reconnectMillis()));
        retries.notBefore(pause);
        moveAfter(pause, link);
    }

    private void moveAfter(Duration pause, Link link) {
        timer.after(pause, () -> {
            if (wanted && current == link && opening == null && !retries.isScheduled()) {
                connect();
            }
        });
    }

    private void lost(Link link, Sockets.Ending ending) {
        boolean known = link == opening || link == current;
        if (link == opening) {
            opening = null;
            unopened = link.isOpen() || link.isPolling() ? 0 : unopened + 1;
            if (current != null) {
                current.release();
            }
        }
        if (link == current) {
            current = null;
            LoopTimer.cancel(stable);
        }
        if (!known || closing != null) {
            endClosing();
            return;
        }
        ClientException fatal = link.isSuperseded() ? null : Endings.fatal(ending, link.refusal());
        if (fatal != null) {
            giveUp(fatal);
        } else if (opening != null) {
            tell(opening.isOpen() ? ConnectionState.AUTHENTICATING : ConnectionState.CONNECTING, null);
        } else if (current != null && current.isPolling()) {
            moveAfter(SOCKET_AGAIN, current);
        } else {
            tryLater(link, ending);
        }
    }

    private void tryLater(Link link, Sockets.Ending ending) {
        if (ending.retryAfter() != null) {
            retries.notBefore(ending.retryAfter());
        }
        retries.schedule(() -> {
            if (wanted && opening == null) {
                connect();
            }
        });
        if (current == null) {
            tell(ConnectionState.BACKOFF, Endings.passing(ending, link.refusal()));
        }
    }

    private void giveUp(ClientException why) {
        if (!(why instanceof AuthError)) {
            fail(why);
            return;
        }
        tell(ConnectionState.BACKOFF, why);
        // Getting another credential may block.
        around.callbacks().execute(() -> {
            boolean renewed = renewed(why);
            loop.execute(() -> {
                if (wanted && renewed && opening == null) {
                    connect();
                } else if (wanted && !renewed) {
                    fail(why);
                }
            });
        });
    }

    private boolean renewed(ClientException why) {
        try {
            return wire.credential().renew();
        } catch (RuntimeException e) {
            why.addSuppressed(e);
            return false;
        }
    }

    private void fail(ClientException why) {
        stop();
        tell(ConnectionState.FAILED, why);
    }

    private void beginClosing(CompletableFuture<Void> done) {
        if (closing != null) {
            closing.whenComplete((ended, failure) -> done.complete(null));
            return;
        }
        closing = done;
        wanted = false;
        Link link = current;
        if (link == null) {
            endClosing();
            return;
        }
        if (opening != null) {
            opening.over(Sockets.Socket::abort);
            opening = null;
        }
        timer.after(GOODBYE, this::endClosing);
        String bye = wire.bye();
        CompletableFuture<Void> said = bye == null ? CompletableFuture.completedFuture(null) : link.write(bye);
        said.whenComplete((written, failure) -> loop.execute(() -> {
            if (link == current) {
                link.closeCleanly();
            }
        }));
    }

    private void endClosing() {
        CompletableFuture<Void> done = closing;
        if (done == null) {
            return;
        }
        stop();
        closing = null;
        tell(ConnectionState.CLOSED, null);
        done.complete(null);
    }

    private void stop() {
        wanted = false;
        for (Link link : new Link[] {opening, current}) {
            if (link != null) {
                link.over(Sockets.Socket::abort);
            }
        }
        opening = null;
        current = null;
        retries.cancel();
        LoopTimer.cancel(stable);
    }

    private void tell(ConnectionState next, ClientException cause) {
        if (state != next || cause != null) {
            state = next;
            listener.state(next, cause);
        }
    }

    /** What sockets tell; on the loop. */
    private final class Steps implements Link.Owner {

        @Override
        public void opened(Link link) {
            if (current == null) {
                tell(ConnectionState.AUTHENTICATING, null);
            } else {
                current.hold();
            }
            link.deadline(timer.after(
                    settings.connectTimeout(),
                    () -> link.ended(Sockets.Ending.broken(new NotConnected("the hub did not answer the greeting")))));
            for (String frame : wire.greeting(listener.resume())) {
                link.write(frame);
            }
            link.startReading(reading);
        }

        @Override
        public void text(Link link, String text) {
            for (WireEvent event : Reading.events(wire, text)) {
                if (link == opening || link == current) {
                    event(link, event);
                }
            }
        }

        private void event(Link link, WireEvent event) {
            if (event instanceof WireEvent.Welcome welcome) {
                welcomed(link, welcome);
                return;
            }
            if (event instanceof WireEvent.Refused refused && refused.requestId() == null) {
                link.refused(refused.failure());
                if (refused.retryAfterMillis() != null) {
                    retries.notBefore(Duration.ofMillis(refused.retryAfterMillis()));
                }
                if (link.isSuperseded() && REPLACED.equals(refused.failure().code())) {
                    return;
                }
            }
            listener.event(event);
            if (event instanceof WireEvent.GoingAway going && link == current) {
                goingAway(link, going);
            } else if (event instanceof WireEvent.CaughtUp && link == current) {
                online(link);
            }
        }

        @Override
        public void ended(Link link, Sockets.Ending ending) {
            lost(link, ending);
        }
    }
}
