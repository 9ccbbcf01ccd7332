package io.clawhub.gateway.protocol.agentclub.socketio;

import org.jboss.logging.Logger;

import io.clawhub.gateway.GatewayConfig;
import io.clawhub.gateway.core.HubError;
import io.clawhub.gateway.core.HubException;
import io.clawhub.gateway.core.outbound.OutboundBudget;
import io.clawhub.gateway.core.outbound.OutboundQueue;
import io.clawhub.gateway.protocol.agentclub.engineio.EngineIoReceiver;
import io.clawhub.gateway.protocol.agentclub.engineio.EngineIoSession;
import io.clawhub.gateway.protocol.agentclub.engineio.Handshake;
import io.clawhub.gateway.protocol.agentclub.socketio.SocketIoPacket.Ack;
import io.clawhub.gateway.protocol.agentclub.socketio.SocketIoPacket.Connect;
import io.clawhub.gateway.protocol.agentclub.socketio.SocketIoPacket.ConnectError;
import io.clawhub.gateway.protocol.agentclub.socketio.SocketIoPacket.Disconnect;
import io.clawhub.gateway.protocol.agentclub.socketio.SocketIoPacket.Event;
import io.clawhub.gateway.websocket.Inbox;
import io.clawhub.gateway.websocket.Loop;
import io.clawhub.gateway.websocket.TokenBucket;

/**
 * The namespaces of one Engine.IO session: there is the main one, connected or not. A packet that does not belong there ends
 * the session, as in the protocol's own server. Used on the session's loop only.
 */
final class SocketIoConnection implements EngineIoReceiver {

    private static final Logger LOG = Logger.getLogger(SocketIoConnection.class);

    /** So long a client may take to read why it is sent away. */
    private static final long GOODBYE_MILLIS = 3_000;

    /** Other namespaces a client may ask for; each refusal waits for it to be read. */
    private static final int MAX_FOREIGN = 16;

    private static final Runnable NOTHING = () -> {};

    private final EngineIoSession engine;
    private final SocketIoApplication application;
    private final GatewayConfig config;
    private final OutboundBudget budget;
    private final Inbox inbox;
    private SocketIoSession session;
    private SocketIoClient client;
    private int foreign;
    private boolean closed;

    SocketIoConnection(
            EngineIoSession engine, SocketIoApplication application, GatewayConfig config, OutboundBudget budget) {
        this.engine = engine;
        this.application = application;
        this.config = config;
        this.budget = budget;
        var limits = config.limits();
        this.inbox = new Inbox(
                this::handle,
                this::read,
                engine.loop(),
                new TokenBucket(limits.messagesPerSecond(), limits.burst(), System::nanoTime));
        awaitConnect();
    }

    Handshake handshake() {
        return engine.handshake();
    }

    Loop loop() {
        return engine.loop();
    }

    Inbox inbox() {
        return inbox;
    }

    boolean isClosed() {
        return closed;
    }

    @Override
    public void message(String data) {
        if (!inbox.offer(data)) {
            giveUp(new HubException(HubError.RATE_LIMITED, "too many packets are waiting"));
        }
    }

    @Override
    public void touched() {
        if (isConnected()) {
            client.touched();
        }
    }

    /** Programs say something and go at once: what came in before the end is still handed over. */
    @Override
    public void closed() {
        closed = true;
        if (session != null) {
            session.outbound().discard();
        }
        inbox.end(this::leave);
    }

    private boolean isConnected() {
        return session != null && session.isAccepted();
    }

    private void awaitConnect() {
        engine.loop().schedule(config.socketIo().connectTimeout().toMillis(), () -> {
            if (session == null && !closed) {
                giveUp(new HubException(HubError.HELLO_REQUIRED, "no namespace was connected in time"));
            }
        });
    }

    private void handle(String data) {
        try {
            take(SocketIoCodec.decode(data));
        } catch (HubException refusal) {
            giveUp(refusal);
        } catch (RuntimeException fault) {
            LOG.errorf(fault, "packet not handled: socketId=%s", session == null ? "none" : session.id());
            giveUp(HubException.of(fault));
        }
    }

    private void take(SocketIoPacket packet) {
        boolean isMain = SocketIoCodec.MAIN_NAMESPACE.equals(packet.namespace());
        switch (packet) {
            case Connect connect when !isMain -> refuseNamespace(connect.namespace());
            case Connect connect when session == null -> ask(connect);
            case Event event when isMain && isConnected() -> client.event(event.name(), event.args(), event.ackId());
            case Disconnect leaving when isMain && isConnected() -> left();
            // The hub asks for none.
            case Ack ack when isMain && isConnected() -> LOG.debug("an acknowledgement nobody waits for");
            case Connect again -> throw new HubException(HubError.CONFLICT, "this namespace is connected");
            case Event early -> throw notConnected();
            case Disconnect early -> throw notConnected();
            case Ack early -> throw notConnected();
            case ConnectError never -> throw new HubException(HubError.UNKNOWN_TYPE, "a server's packet");
        }
    }

    private static HubException notConnected() {
        return new HubException(HubError.HELLO_REQUIRED, "this namespace is not connected");
    }

    private void refuseNamespace(String namespace) {
        if (++foreign > MAX_FOREIGN) {
            throw new HubException(HubError.RATE_LIMITED, "too many namespaces");
        }
        engine.write(SocketIoText.noSuchNamespace(namespace), written -> {});
    }

    private void ask(Connect connect) {
        OutboundQueue outbound = new OutboundQueue(new Farewell(engine), engine.loop(), config.connection(), budget);
        session = new SocketIoSession(this, outbound);
        inbox.await(Inbox.Wait.IDENTIFYING);
        client = application.connect(session, connect.auth());
    }

    void accepted(SocketIoSession accepted) {
        engine.confirm();
        accepted.outbound().reply(SocketIoText.connected(accepted.id()), NOTHING);
        // What the client has said meanwhile follows once the application has seen the session accepted.
        engine.loop().execute(() -> inbox.proceed(Inbox.Wait.IDENTIFYING));
    }

    /** What the client has said meanwhile waits until it was told: most of it would end the session. */
    void refused(SocketIoSession refused, String message) {
        refused.outbound().reply(SocketIoText.refused(message), () -> {
            refused.outbound().discard();
            inbox.proceed(Inbox.Wait.IDENTIFYING);
        });
        session = null;
        client = null;
        if (closed) {
            inbox.proceed(Inbox.Wait.IDENTIFYING);
        } else {
            awaitConnect();
        }
    }

    void sendAway(SocketIoSession away, int code, String reason) {
        inbox.close();
        away.outbound().reply(SocketIoText.DISCONNECT, () -> engine.close(code, reason));
        engine.loop().schedule(GOODBYE_MILLIS, () -> engine.close(code, reason));
    }

    /** The client left the namespace; the session stays, for another CONNECT. */
    private void left() {
        session.outbound().discard();
        leave();
        awaitConnect();
    }

    private void leave() {
        if (isConnected()) {
            SocketIoClient gone = client;
            session.over();
            session = null;
            client = null;
            gone.closed();
        }
    }

    private void giveUp(HubException refusal) {
        inbox.close();
        engine.refuse(refusal);
    }

    private void read(boolean on) {
        if (isConnected()) {
            client.reading(on);
        }
        engine.read(on);
    }
}
