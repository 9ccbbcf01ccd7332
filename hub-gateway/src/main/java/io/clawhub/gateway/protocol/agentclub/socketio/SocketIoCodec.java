package io.clawhub.gateway.protocol.agentclub.socketio;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import com.fasterxml.jackson.databind.JsonNode;

import io.clawhub.gateway.core.HubError;
import io.clawhub.gateway.core.HubException;
import io.clawhub.gateway.json.JsonText;
import io.clawhub.gateway.protocol.agentclub.socketio.SocketIoPacket.Ack;
import io.clawhub.gateway.protocol.agentclub.socketio.SocketIoPacket.Connect;
import io.clawhub.gateway.protocol.agentclub.socketio.SocketIoPacket.ConnectError;
import io.clawhub.gateway.protocol.agentclub.socketio.SocketIoPacket.Disconnect;
import io.clawhub.gateway.protocol.agentclub.socketio.SocketIoPacket.Event;

/** Text to packets: a digit, {@code /namespace,} unless it is the main one, an acknowledgement's id if any, JSON if any. */
final class SocketIoCodec {

    static final String MAIN_NAMESPACE = "/";

    /** The last type; 5 and 6 are the binary ones. */
    private static final int CONNECT_ERROR = 4;

    /** Longer names are repeated to nobody. */
    private static final int MAX_NAMESPACE = 256;
    /** What JavaScript counts exactly, and so all that a client can mean. */
    private static final int MAX_ID_DIGITS = 15;

    /** Names that client libraries use for their own events. */
    private static final Set<String> RESERVED =
            Set.of("connect", "connect_error", "disconnect", "disconnecting", "newListener", "removeListener");

    private SocketIoCodec() {}

    /**
     * The packet in the data of an Engine.IO message.
     *
     * @throws HubException {@link HubError#UNKNOWN_TYPE} if its type does not exist or is binary,
     *     {@link HubError#BAD_JSON} if it is malformed
     */
    static SocketIoPacket decode(String text) {
        int type = text.isEmpty() ? -1 : text.charAt(0) - '0';
        if (type < 0 || type > CONNECT_ERROR) {
            throw new HubException(HubError.UNKNOWN_TYPE, "not a Socket.IO packet, or a binary one");
        }
        int at = 1;
        String namespace = MAIN_NAMESPACE;
        if (text.startsWith("/", at)) {
            int comma = text.indexOf(',', at);
            int end = comma < 0 ? text.length() : comma;
            if (end - at > MAX_NAMESPACE) {
                throw malformed("the namespace's name is too long");
            }
            namespace = text.substring(at, end);
            at = comma < 0 ? end : end + 1;
        }
        int digits = at;
        while (digits < text.length() && text.charAt(digits) >= '0' && text.charAt(digits) <= '9') {
            digits++;
        }
        if (digits - at > MAX_ID_DIGITS) {
            throw malformed("the acknowledgement's id is too long");
        }
        Long id = digits == at ? null : Long.valueOf(text.substring(at, digits));
        JsonNode data = digits == text.length() ? null : JsonText.value(text.substring(digits));
        return switch (type) {
            case 0 -> new Connect(namespace, object(data));
            case 1 -> new Disconnect(namespace);
            case 2 -> event(namespace, data, id);
            case 3 -> ack(namespace, data, id);
            default -> new ConnectError(namespace, data);
        };
    }

    private static JsonNode object(JsonNode data) {
        if (data != null && !data.isObject()) {
            throw malformed("what goes with a connect is an object");
        }
        return data;
    }

    private static Event event(String namespace, JsonNode data, Long id) {
        if (data == null || !data.isArray() || data.isEmpty()) {
            throw malformed("an event is a list that begins with its name");
        }
        JsonNode name = data.get(0);
        if (!name.isNumber() && !name.isTextual() || RESERVED.contains(name.asText())) {
            throw malformed("this is no name of an event");
        }
        return new Event(namespace, name.asText(), list(data, 1), id);
    }

    private static Ack ack(String namespace, JsonNode data, Long id) {
        if (data == null || !data.isArray() || id == null) {
            throw malformed("an acknowledgement has an id and a list");
        }
        return new Ack(namespace, id, list(data, 0));
    }

    private static List<JsonNode> list(JsonNode array, int from) {
        List<JsonNode> items = new ArrayList<>(array.size() - from);
        for (int i = from; i < array.size(); i++) {
            items.add(array.get(i));
        }
        return items;
    }

    private static HubException malformed(String why) {
        return new HubException(HubError.BAD_JSON, why);
    }
}
