package io.clawhub.load.channel;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.http.WebSocket;
import org.HdrHistogram.Histogram;

/** A client of the channel that reads one session. Used on its event loop. */
final class Reader {

    private static final int SLOW_READER = 1008;
    private static final int RESET = 1006;

    private final WebSocket socket;
    private final Pieces pieces;
    private final Promise<Void> joined = Promise.promise();
    private boolean extended;
    private boolean ended;
    private boolean closed;
    private int closeCode;
    private String error;

    /** @param latency where the time of each piece is noted, or null */
    Reader(WebSocket socket, Histogram latency) {
        this.socket = socket;
        this.pieces = new Pieces(latency);
        socket.textMessageHandler(this::frame);
        socket.closeHandler(gone -> {
            closed = true;
            closeCode = socket.closeStatusCode() == null ? RESET : socket.closeStatusCode();
            joined.tryFail("closed");
        });
    }

    private void frame(String frame) {
        if (Json.isType(frame, "type", "stream")) {
            pieces.grew(Json.text(frame, "content"), System.nanoTime());
            ended |= frame.contains("\"done\":true");
        } else if (Json.isType(frame, "type", "snapshot")) {
            pieces.became(Json.text(frame, "content"));
        } else if (Json.isType(frame, "type", "hello")) {
            extended = true;
        } else if (Json.isType(frame, "type", "message")) {
            pieces.became(Json.text(frame, "content"));
            ended |= frame.contains("\"done\":true");
        } else if (Json.isType(frame, "type", "error")) {
            error = frame;
            ended = true;
        } else if (Json.isType(frame, "type", "pong")) {
            joined.tryComplete();
        }
    }

    /** Reads a session. Completes when the hub has taken that up. */
    Future<Void> join(String agentId, String sessionId) {
        socket.writeTextMessage(
                "{\"type\":\"subscribe\",\"agentId\":\"%s\",\"sessionId\":\"%s\"}".formatted(agentId, sessionId));
        socket.writeTextMessage("{\"type\":\"ping\"}");
        return joined.future();
    }

    /** Asks. */
    void ask(String agentId, String sessionId, String text) {
        socket.writeTextMessage("{\"type\":\"chat\",\"agentId\":\"%s\",\"sessionId\":\"%s\",\"message\":\"%s\"}"
                .formatted(agentId, sessionId, text));
    }

    /** Reads nothing any more. */
    void stall() {
        socket.textMessageHandler(nobodyReads -> {});
        socket.exceptionHandler(closedByForce -> {});
        socket.pause();
    }

    /** Goes on: what the hub had sent, up to the close, comes now. */
    void goOn() {
        socket.resume();
    }

    /** What it got, in words. */
    String fault() {
        return (extended ? "v2, " : "v1, ")
                + (ended ? "ended, " : "not ended, ")
                + (closed ? "closed, " : "")
                + (error == null ? "" : error + ", ")
                + pieces.fault();
    }

    Pieces pieces() {
        return pieces;
    }

    boolean ended() {
        return ended;
    }

    boolean closed() {
        return closed;
    }

    /** Whether the hub has closed it as too slow: with that code, or by force, since it never came to read the code. */
    boolean sentAway() {
        return closed && (closeCode == SLOW_READER || closeCode == RESET);
    }

    /** What the hub said went wrong, or null. */
    String error() {
        return error;
    }
}
