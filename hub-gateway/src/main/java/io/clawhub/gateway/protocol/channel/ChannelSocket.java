package io.clawhub.gateway.protocol.channel;

import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;

import io.clawhub.gateway.core.outbound.CloseReason;
import io.clawhub.gateway.websocket.PausableTransport;

/**
 * A socket that is closed with this protocol's codes, and in version 2 with a word before the gateway stops.
 *
 * @param socket the socket
 * @param isExtended whether it is version 2
 */
record ChannelSocket(PausableTransport socket, boolean isExtended) implements PausableTransport {

    /** Binary frames, after a warning. */
    static final int BINARY = 1003;
    /** Text that is no JSON, ten times in a row. */
    static final int MALFORMED = 1007;
    /** A frame beyond the limit. */
    static final int TOO_BIG = 1009;
    /** Too many connections, or too busy. */
    static final int OVERLOADED = 1013;
    /** No sign of life. */
    static final int IDLE = 4408;
    /** A newer connection of the same client. */
    static final int REPLACED = 4409;
    /** Too many questions, again and again. */
    static final int FLOOD = 4429;

    private static final int DRAINING = 1001;
    private static final int SLOW = 1008;
    private static final int UNAUTHORIZED = 4401;

    /** Clients of a gateway that stops come back spread over this time. */
    private static final int SPREAD_MILLIS = 3_000;

    @Override
    public void write(String frame, Consumer<Boolean> written) {
        socket.write(frame, written);
    }

    /** Closes with a code of this protocol: 1013 is one, and means something else where all protocols share their reasons. */
    void end(int code, String reason) {
        socket.close(code, reason);
    }

    /** Closes for a {@link CloseReason}. */
    @Override
    public void close(int code, String reason) {
        if (code == CloseReason.GOING_AWAY.code()) {
            goAway(reason);
        } else {
            socket.close(own(code), reason);
        }
    }

    private void goAway(String reason) {
        if (isExtended) {
            String last = SessionFrames.object("going_away")
                    .put("reconnectAfterMs", ThreadLocalRandom.current().nextInt(SPREAD_MILLIS))
                    .toString();
            socket.write(last, written -> {});
        }
        socket.close(DRAINING, reason);
    }

    private static int own(int code) {
        if (code == CloseReason.SLOW_READER.code()) {
            return SLOW;
        }
        return code == CloseReason.REVOKED.code() ? UNAUTHORIZED : code;
    }

    @Override
    public void read(boolean on) {
        socket.read(on);
    }

    @Override
    public void arrived() {
        socket.arrived();
    }
}
