package io.clawhub.gateway.protocol.agentclub.socketio;

import java.util.function.Consumer;

import io.clawhub.gateway.core.outbound.CloseReason;
import io.clawhub.gateway.core.outbound.Transport;
import io.clawhub.gateway.protocol.agentclub.engineio.EngineIoSession;

/**
 * Tells a client that must not come back so, before its connection is closed: Socket.IO's libraries reconnect by themselves
 * unless the namespace was disconnected.
 *
 * @param engine the connection
 */
record Farewell(EngineIoSession engine) implements Transport {

    /** So long a client may take to read it; one that polls may not ask for a while. */
    private static final long GOODBYE_MILLIS = 1_000;

    @Override
    public void write(String frame, Consumer<Boolean> written) {
        engine.write(frame, written);
    }

    @Override
    public void close(int code, String reason) {
        if (code == CloseReason.REVOKED.code() || code == CloseReason.NOT_THEIRS.code()) {
            engine.write(SocketIoText.DISCONNECT, written -> engine.close(code, reason));
            engine.loop().schedule(GOODBYE_MILLIS, () -> engine.close(code, reason));
        } else {
            engine.close(code, reason);
        }
    }
}
