package io.clawhub.gateway.protocol.agentclub.socketio;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;

/**
 * What the hub says, as whole Engine.IO packets ready for an {@code OutboundQueue}: {@code 4} for a message, then the
 * Socket.IO packet. All are of the main namespace, but for the refusal of another one.
 */
public final class SocketIoText {

    /** The client is disconnected from the main namespace, and does not come back by itself. */
    static final String DISCONNECT = "41";

    private SocketIoText() {}

    /** {@code 42["name",arg...]}. */
    public static String event(String name, JsonNode... args) {
        StringBuilder text = new StringBuilder("42[").append(TextNode.valueOf(name));
        for (JsonNode arg : args) {
            text.append(',').append(arg);
        }
        return text.append(']').toString();
    }

    /** {@code 43<id>[arg...]}. */
    public static String ack(long id, JsonNode... args) {
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        for (JsonNode arg : args) {
            list.add(arg);
        }
        return "43" + id + list;
    }

    /** {@code 40{"sid":...}}. */
    static String connected(String sid) {
        return "40" + JsonNodeFactory.instance.objectNode().put("sid", sid);
    }

    /** {@code 44{"message":...}}. */
    static String refused(String message) {
        return "44" + JsonNodeFactory.instance.objectNode().put("message", message);
    }

    /** {@code 44/name,"Unable to connect"}. */
    static String noSuchNamespace(String namespace) {
        return "44" + namespace + ",\"Unable to connect\"";
    }
}
