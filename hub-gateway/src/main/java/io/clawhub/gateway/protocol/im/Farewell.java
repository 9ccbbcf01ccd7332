package io.clawhub.gateway.protocol.im;

import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;

import io.clawhub.gateway.core.HubError;
import io.clawhub.gateway.core.HubException;
import io.clawhub.gateway.core.outbound.CloseReason;
import io.clawhub.gateway.websocket.PausableTransport;

/** A socket that says in a frame why it is closed, where the protocol has a word for it. */
record Farewell(PausableTransport socket) implements PausableTransport {

    /** Clients of a gateway that stops come back spread over this time. */
    private static final int SPREAD_MILLIS = 3_000;

    @Override
    public void write(String frame, Consumer<Boolean> written) {
        socket.write(frame, written);
    }

    @Override
    public void close(int code, String reason) {
        String last = lastWord(code, reason);
        if (last != null) {
            socket.write(last, written -> {});
        }
        socket.close(code, reason);
    }

    private static String lastWord(int code, String reason) {
        if (code == CloseReason.GOING_AWAY.code()) {
            return ImCodec.frame("going_away")
                    .put("reconnect_ms", ThreadLocalRandom.current().nextInt(SPREAD_MILLIS))
                    .toString();
        }
        return code == HubError.REPLACED.closeCode()
                ? Answers.refused(FrameHead.NONE, new HubException(HubError.REPLACED, reason))
                        .toString()
                : null;
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
