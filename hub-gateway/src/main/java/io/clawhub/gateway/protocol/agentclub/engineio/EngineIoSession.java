package io.clawhub.gateway.protocol.agentclub.engineio;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

import io.clawhub.gateway.core.HubError;
import io.clawhub.gateway.core.HubException;
import io.clawhub.gateway.core.outbound.CloseReason;
import io.clawhub.gateway.websocket.Loop;
import io.clawhub.gateway.websocket.PausableTransport;

/**
 * One Engine.IO session, whatever its transport is now: what is written reaches the client in order and once, also while it
 * changes over from HTTP to a WebSocket. All calls and callbacks are on the loop of the request that opened it.
 *
 * <p>{@link #write} takes a whole packet, its type's digit included, and reports success once it went to the socket or into
 * the response of a poll. Who writes bounds what waits: an {@code OutboundQueue}.
 */
public final class EngineIoSession implements PausableTransport {

    /** So long a WebSocket may take to become the session's transport. */
    private static final long UPGRADE_MILLIS = 10_000;
    /** A GET of a client that changes over waits so long at most. */
    private static final long FREE_POLLS_MILLIS = 100;

    private static final int NORMAL_CLOSE = 1000;

    private final String id;
    private final Handshake handshake;
    private final Loop loop;
    private final EngineIoSettings settings;
    private final EngineIoRegister register;
    private final LongSupplier nanoTime;
    private EngineIoReceiver receiver;
    private PausableTransport transport;
    /** Null when the session was opened by a WebSocket, and after the change-over. */
    private PollingTransport polling;

    private EngineIoSocket probing;
    private boolean probed;
    private boolean reading = true;
    private boolean pinged;
    private boolean closed;
    /** Whether it has shown that somebody is behind it. */
    private volatile boolean confirmed;

    private final AtomicBoolean uploading = new AtomicBoolean();
    /** When to ping, or to give up waiting for the pong. Read by the sweep. */
    private volatile long due;

    /** Where sessions are kept while they live. */
    interface EngineIoRegister {
        /** A session is taken seriously from now on. */
        void confirmed();

        /** A session ended, confirmed or not. */
        void ended(EngineIoSession session, boolean confirmed);

        /** It ended because this was refused. */
        void refused(HubError error);
    }

    /** A new session, without a transport. */
    EngineIoSession(
            String id,
            Handshake handshake,
            Loop loop,
            EngineIoSettings settings,
            EngineIoRegister register,
            LongSupplier nanoTime) {
        this.id = id;
        this.handshake = handshake;
        this.loop = loop;
        this.settings = settings;
        this.register = register;
        this.nanoTime = nanoTime;
        this.due = after(settings.pingIntervalMillis());
    }

    /** Opens it over a WebSocket. */
    void open(EngineIoSocket socket, EngineIoApplication application) {
        transport = socket;
        socket.write(EngineIoPacket.open(id, false, settings), written -> {});
        receiver = application.open(this);
    }

    /** Opens it over HTTP. */
    void open(HttpAnswer answer, EngineIoApplication application) {
        polling = new PollingTransport(loop, settings.maxPayload(), this::take, this::lost);
        transport = polling;
        receiver = application.open(this);
        answer.send(HttpAnswer.OK, EngineIoPacket.open(id, true, settings));
    }

    /** Unguessable: who knows it may speak in the session. */
    public String id() {
        return id;
    }

    /** What the first request showed. */
    public Handshake handshake() {
        return handshake;
    }

    /** Where everything of this session runs. */
    public Loop loop() {
        return loop;
    }

    /** Somebody is behind it: until this is said, it counts among the few that may be open without. */
    public void confirm() {
        if (!confirmed && !closed) {
            confirmed = true;
            register.confirmed();
        }
    }

    @Override
    public void write(String packet, Consumer<Boolean> written) {
        if (closed) {
            written.accept(false);
        } else {
            transport.write(packet, written);
        }
    }

    @Override
    public void close(int code, String reason) {
        if (!closed) {
            transport.close(code, reason);
            end();
        }
    }

    /** Closes it for what the client did; counted. */
    public void refuse(HubException refusal) {
        register.refused(refusal.error());
        close(refusal.error().closeCode(), refusal.getMessage());
    }

    @Override
    public void read(boolean on) {
        if (on != reading) {
            reading = on;
            transport.read(on);
        }
    }

    /** Nothing to do: the session tells its transport itself. */
    @Override
    public void arrived() {}

    /** Whether the sweep should call {@link #tick}; from any thread. */
    boolean isDue(long now) {
        return due - now <= 0;
    }

    /** Pings, or gives up on a client that does not answer. */
    void tick() {
        if (closed || !isDue(nanoTime.getAsLong())) {
            return;
        }
        if (!reading) {
            // Its pong may be among what is not read.
            due = after(settings.pingTimeoutMillis());
        } else if (pinged) {
            close(CloseReason.IDLE.code(), CloseReason.IDLE.text());
        } else {
            pinged = true;
            due = after(settings.pingTimeoutMillis());
            write(EngineIoPacket.PING, written -> {});
        }
    }

    /** Whether somebody was let in by it. From any thread. */
    boolean isConfirmed() {
        return confirmed;
    }

    /** A GET came. */
    void poll(HttpAnswer answer) {
        if (polling == null || closed) {
            answer.refuse("Invalid session");
        } else if (!polling.poll(answer)) {
            answer.refuse("Another poll is waiting");
            refuse(new HubException(HubError.CONFLICT, "two polls at once"));
        }
    }

    /** A POST begins; its body takes memory, so there may be one at a time. False if there is one. From any thread. */
    boolean beginPost() {
        return uploading.compareAndSet(false, true);
    }

    /** It is being answered. From any thread. */
    void endPost() {
        uploading.set(false);
    }

    /** A POST's body came. */
    void post(String payload, HttpAnswer answer) {
        if (polling == null || closed) {
            answer.refuse("Invalid session");
        } else {
            polling.post(payload, answer);
        }
    }

    /** The request of this answer was given up by the client. What it was to bring may be lost, so the session is. */
    void givenUp(HttpAnswer answer) {
        if (polling != null && polling.isAwaited(answer)) {
            lost();
        }
    }

    /** Two payloads at once, or one beyond the limit, or no text. */
    void refusePayload(HubException refusal) {
        if (polling != null) {
            refuse(refusal);
        }
    }

    /** A WebSocket wants to become the transport. */
    void probe(EngineIoSocket socket) {
        if (closed || polling == null || probing != null) {
            socket.close(HubError.CONFLICT.closeCode(), "this session has a socket");
            return;
        }
        probing = socket;
        loop.schedule(UPGRADE_MILLIS, () -> {
            if (probing == socket) {
                stopProbing("not upgraded in time");
            }
        });
    }

    /** A text frame came by a socket. */
    void received(EngineIoSocket socket, String text) {
        socket.arrived();
        if (socket == transport) {
            take(text);
        } else if (socket == probing) {
            takeProbe(text);
        }
    }

    void receivedBinary(EngineIoSocket socket) {
        socket.arrived();
        if (socket == transport) {
            refuse(new HubException(HubError.UNKNOWN_TYPE, "no binary packets here"));
        } else if (socket == probing) {
            stopProbing("no binary packets here");
        }
    }

    void touched(EngineIoSocket socket) {
        if (socket == transport && !closed) {
            receiver.touched();
        }
    }

    void tooLong(EngineIoSocket socket) {
        if (socket == transport) {
            refuse(new HubException(HubError.MESSAGE_TOO_LARGE, "message too big"));
        } else if (socket == probing) {
            stopProbing("message too big");
        }
    }

    /** A socket is gone. A session on HTTP outlives the one that did not replace it. */
    void lost(EngineIoSocket socket) {
        if (socket == transport) {
            lost();
        } else if (socket == probing) {
            probing = null;
            probed = false;
        }
    }

    private void lost() {
        close(NORMAL_CLOSE, "");
    }

    private void end() {
        closed = true;
        if (probing != null) {
            stopProbing("session closed");
        }
        register.ended(this, confirmed);
        loop.execute(receiver::closed);
    }

    private void take(String text) {
        if (closed) {
            return;
        }
        try {
            EngineIoPacket packet = EngineIoPacket.decode(text);
            heard();
            receiver.touched();
            take(packet);
        } catch (HubException refusal) {
            refuse(refusal);
        }
    }

    private void take(EngineIoPacket packet) {
        switch (packet.type()) {
            case MESSAGE -> receiver.message(packet.data());
            case PONG -> {
                pinged = false;
                due = after(settings.pingIntervalMillis());
            }
            case CLOSE -> {
                if (polling != null) {
                    polling.goodbye();
                }
                lost();
            }
            case NOOP -> {}
            default ->
                throw new HubException(HubError.UNKNOWN_TYPE, "a client does not send " + packet.type() + " here");
        }
    }

    /** A client that sends is alive, even if its pong waits behind what it sends. */
    private void heard() {
        if (pinged) {
            due = after(settings.pingTimeoutMillis());
        }
    }

    private void takeProbe(String text) {
        if (text.equals(EngineIoPacket.PING + EngineIoPacket.PROBE)) {
            probed = true;
            probing.write(EngineIoPacket.PROBED, written -> {});
            freePolls();
        } else if (text.equals(EngineIoPacket.UPGRADE) && probed && !polling.isPosting()) {
            changeOver();
        } else {
            stopProbing("not an upgrade");
        }
    }

    /**
     * The client pauses polling before it changes over, and waits for the GET that is open then. It may have asked again
     * before it saw the answer to its probe, so each GET is let go until it has changed over.
     */
    private void freePolls() {
        if (probing != null && probed && polling != null && !closed) {
            polling.probed();
            loop.schedule(FREE_POLLS_MILLIS, this::freePolls);
        }
    }

    /** What waits for a poll goes first; the client, for its part, sends nothing by HTTP any more. */
    private void changeOver() {
        EngineIoSocket socket = probing;
        probing = null;
        transport = socket;
        socket.read(reading);
        polling.handOver().forEach(packet -> socket.write(packet.packet(), packet.written()));
        polling = null;
        heard();
        receiver.touched();
    }

    private void stopProbing(String reason) {
        EngineIoSocket socket = probing;
        probing = null;
        probed = false;
        socket.close(HubError.UNKNOWN_TYPE.closeCode(), reason);
    }

    private long after(long millis) {
        return nanoTime.getAsLong() + TimeUnit.MILLISECONDS.toNanos(millis);
    }
}
