package io.clawhub.gateway.protocol.agentclub.engineio;

import java.util.concurrent.Executor;
import java.util.function.Consumer;

import io.clawhub.gateway.websocket.PausableTransport;

/**
 * A session's WebSocket. It may belong to another event loop than the session, which was opened by another request; then
 * everything changes loops on its way, in order. What is under way between the two counts as read but not arrived, so the
 * socket's own bound holds.
 */
final class EngineIoSocket implements PausableTransport {

    private final PausableTransport socket;
    private final Executor socketLoop;
    private final Executor sessionLoop;
    private EngineIoSession session;

    /**
     * A socket.
     *
     * @param socketLoop runs tasks on the socket's loop; at once if that is the session's too
     * @param sessionLoop runs tasks on the session's loop; at once if that is the socket's too
     */
    EngineIoSocket(PausableTransport socket, Executor socketLoop, Executor sessionLoop) {
        this.socket = socket;
        this.socketLoop = socketLoop;
        this.sessionLoop = sessionLoop;
    }

    /** Belongs to this session from now on. Before any frame. */
    void belongTo(EngineIoSession owner) {
        session = owner;
    }

    /** A text frame came. */
    void text(String text) {
        inSession(() -> session.received(this, text));
    }

    /** A binary frame came. */
    void binary() {
        inSession(() -> session.receivedBinary(this));
    }

    /** A WebSocket ping or pong came. */
    void touched() {
        inSession(() -> session.touched(this));
    }

    /** A message was too long to be read. */
    void tooLong() {
        inSession(() -> session.tooLong(this));
    }

    /** The socket is closed. */
    void closed() {
        inSession(() -> session.lost(this));
    }

    private void inSession(Runnable task) {
        if (session == null) {
            // Without a session: it is being closed.
            socket.arrived();
        } else {
            sessionLoop.execute(task);
        }
    }

    @Override
    public void write(String packet, Consumer<Boolean> written) {
        socket.write(packet, ok -> sessionLoop.execute(() -> written.accept(ok)));
    }

    @Override
    public void close(int code, String reason) {
        socket.close(code, reason);
    }

    @Override
    public void read(boolean on) {
        socketLoop.execute(() -> socket.read(on));
    }

    @Override
    public void arrived() {
        socketLoop.execute(socket::arrived);
    }
}
