package io.clawhub.gateway.protocol.agentclub.engineio;

import io.clawhub.gateway.core.HubError;
import io.clawhub.gateway.core.HubException;

/**
 * A packet of Engine.IO v4: its type's digit, then its data.
 *
 * @param type what it is
 * @param data what follows the digit
 */
record EngineIoPacket(Type type, String data) {

    /** Between the packets of an HTTP body. */
    static final char SEPARATOR = 0x1e;

    static final String CLOSE = "1";
    static final String PING = "2";
    static final String UPGRADE = "5";
    static final String NOOP = "6";
    static final String PROBE = "probe";
    static final String PROBED = "3probe";

    /** In the order of their digits. */
    enum Type {
        OPEN,
        CLOSE,
        PING,
        PONG,
        MESSAGE,
        UPGRADE,
        NOOP
    }

    private static final Type[] TYPES = Type.values();

    /**
     * The packet in this text.
     *
     * @throws HubException {@link HubError#UNKNOWN_TYPE} if it is none, or binary, which nothing here speaks
     */
    static EngineIoPacket decode(String text) {
        int type = text.isEmpty() ? -1 : text.charAt(0) - '0';
        if (type < 0 || type >= TYPES.length) {
            throw new HubException(HubError.UNKNOWN_TYPE, "not an Engine.IO packet, or a binary one");
        }
        return new EngineIoPacket(TYPES[type], text.substring(1));
    }

    /** The first packet of a session. Ids are hex digits, so nothing needs escaping. */
    static String open(String sid, boolean upgradable, EngineIoSettings settings) {
        return "0{\"sid\":\"" + sid + "\",\"upgrades\":[" + (upgradable ? "\"websocket\"" : "") + "],\"pingInterval\":"
                + settings.pingIntervalMillis() + ",\"pingTimeout\":" + settings.pingTimeoutMillis()
                + ",\"maxPayload\":" + settings.maxPayload() + "}";
    }
}
