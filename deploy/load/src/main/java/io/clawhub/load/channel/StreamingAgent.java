package io.clawhub.load.channel;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocket;

/** An agent of the hub's own protocol that answers every question with so many pieces. Used on its event loop. */
final class StreamingAgent {

    /** An answer may have 128 Ki characters. */
    static final int MAX_TEXT = 120 * 1024;

    private final Vertx vertx;
    private final ChannelPlan plan;
    private final String id;
    private final String filler;
    private final Promise<Void> caughtUp = Promise.promise();
    private WebSocket socket;
    private int runs;
    private int ended;

    /** @param filler is added to each piece */
    StreamingAgent(Vertx vertx, ChannelPlan plan, String id, String filler) {
        this.vertx = vertx;
        this.plan = plan;
        this.id = id;
        this.filler = filler;
    }

    String id() {
        return id;
    }

    /** Runs that are over. */
    int ended() {
        return ended;
    }

    Future<Void> connect(Sockets sockets) {
        return sockets.inTurn(plan.agentUrl(), "/im/v1/ws").compose(open -> {
            socket = open;
            open.textMessageHandler(this::frame);
            open.closeHandler(gone -> caughtUp.tryFail(id + " closed"));
            open.writeTextMessage("{\"t\":\"hello\",\"v\":1,\"agent_id\":\"%s\",\"client_id\":\"load\"}".formatted(id));
            return caughtUp.future();
        });
    }

    private void frame(String frame) {
        if (Json.isType(frame, "t", "caught_up")) {
            caughtUp.tryComplete();
        } else if (Json.isType(frame, "t", "deliver")) {
            String message = frame.substring(frame.indexOf("\"message\":"));
            String seq = message.replaceAll("(?s).*\"seq\":(\\d+).*", "$1");
            socket.writeTextMessage("{\"t\":\"ack\",\"conversation_id\":\"%s\",\"seq\":%s}"
                    .formatted(Json.text(message, "conversation_id"), seq));
            new Answer(Json.text(message, "id"), Json.text(message, "from")).begin();
        }
    }

    /** One run. */
    private final class Answer {

        private final String runId = "run-" + ++runs + "-" + id;
        private final String question;
        private final String to;
        private final StringBuilder text = new StringBuilder();
        private int said;

        private Answer(String question, String to) {
            this.question = question;
            this.to = to;
        }

        private void begin() {
            socket.writeTextMessage(
                    "{\"t\":\"stream_begin\",\"run_id\":\"%s\",\"cmid\":\"%s\",\"to\":\"%s\",\"reply_to\":\"%s\"}"
                            .formatted(runId, runId, to, question));
            long millis = Math.max(1, 1000L / plan.perSecond());
            vertx.setPeriodic(millis, timer -> {
                if (said < plan.pieces() && text.length() < MAX_TEXT) {
                    piece();
                } else {
                    vertx.cancelTimer(timer);
                    end();
                }
            });
        }

        private void piece() {
            String piece = Pieces.text(++said, System.nanoTime(), filler);
            text.append(piece);
            socket.writeTextMessage("{\"t\":\"stream_delta\",\"run_id\":\"%s\",\"seq\":%d,\"text\":\"%s\"}"
                    .formatted(runId, said, piece));
        }

        private void end() {
            ended++;
            socket.writeTextMessage(
                    "{\"t\":\"stream_end\",\"run_id\":\"%s\",\"cmid\":\"%s\",\"seq\":%d,\"text\":\"%s\",\"status\":\"complete\"}"
                            .formatted(runId, runId, said + 1, text));
        }
    }
}
