package io.clawhub.gateway.protocol.agentclub.socketio;

import com.fasterxml.jackson.databind.JsonNode;

/** What is said over Socket.IO. There is one bean of this type, or the path is not served. */
public interface SocketIoApplication {

    /**
     * Somebody wants to connect. Returns at once; the answer, {@link SocketIoSession#accept} or
     * {@link SocketIoSession#refuse}, may come later but must come, on the session's loop. What the client says meanwhile
     * waits, in order and bounded. Called on the session's loop.
     *
     * @param auth what the client sent with its CONNECT: an object, or null
     * @return who hears what happens to the session
     */
    SocketIoClient connect(SocketIoSession session, JsonNode auth);
}
