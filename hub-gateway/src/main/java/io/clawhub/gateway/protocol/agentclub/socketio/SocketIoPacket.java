package io.clawhub.gateway.protocol.agentclub.socketio;

import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;

/** A packet of Socket.IO v5 that a client may send, and one that it may not but that is well formed. */
sealed interface SocketIoPacket {

    /** The namespace's name; {@code /} is the main one. */
    String namespace();

    /**
     * A client wants to connect to a namespace.
     *
     * @param auth an object, or null
     */
    record Connect(String namespace, JsonNode auth) implements SocketIoPacket {}

    /** A client leaves a namespace. */
    record Disconnect(String namespace) implements SocketIoPacket {}

    /**
     * Something is said.
     *
     * @param name the event's name
     * @param args what goes with it
     * @param ackId under which an acknowledgement is wanted, or null
     */
    record Event(String namespace, String name, List<JsonNode> args, Long ackId) implements SocketIoPacket {

        /** Keeps the arguments as they are. */
        public Event {
            args = List.copyOf(args);
        }
    }

    /** An acknowledgement of an event. */
    record Ack(String namespace, long id, List<JsonNode> args) implements SocketIoPacket {

        /** Keeps the arguments as they are. */
        public Ack {
            args = List.copyOf(args);
        }
    }

    /** A refusal of a connect, which only a server sends. */
    record ConnectError(String namespace, JsonNode data) implements SocketIoPacket {}
}
