package io.clawhub.client;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import java.util.function.Function;

import io.clawhub.client.errors.NotConnected;
import io.clawhub.client.errors.QueueFull;
import io.clawhub.client.message.Message;
import io.clawhub.client.message.OutgoingMessage;
import io.clawhub.client.wire.Wire;

/**
 * Replies that grow. Pieces are shown on the connection there is and kept nowhere else; after a reconnect the whole so far is shown, and
 * what follows. In the end it becomes a message of the outbox, which ends the run on the connection it is shown on, and is an
 * ordinary message on any other, under the same id.
 */
final class Streams {

    /** Replies that are being written at a time: as many runs as the hub lets a connection have. */
    private static final int MAX = 100;
    /** Longest piece that the hub takes, bytes of UTF-8; no message is longer. */
    private static final int MAX_PIECE = 65_536;

    private final Map<String, Run> runs = new ConcurrentHashMap<>();
    private final BiFunction<String, Map<String, Object>, CompletableFuture<Void>> notices;

    Streams(BiFunction<String, Map<String, Object>, CompletableFuture<Void>> notices) {
        this.notices = notices;
    }

    /** @param send puts the whole into the outbox */
    IMClient.StreamReply begin(OutgoingMessage head, Function<OutgoingMessage, Message> send) {
        if (runs.size() >= MAX) {
            throw new QueueFull(MAX + " streamed replies are open: finish or fail some first");
        }
        Run run = new Run(head, send);
        runs.put(head.clientMsgId(), run);
        return run;
    }

    /** The frame that ends the message's run, or null if it has none on this connection. */
    String last(OutgoingMessage message, Wire wire) {
        Run run = runs.get(message.clientMsgId());
        return run == null ? null : run.last(message, wire);
    }

    /** The message was accepted or refused. */
    void done(String clientMsgId) {
        runs.remove(clientMsgId);
    }

    void disconnected() {
        runs.values().forEach(Run::hide);
    }

    /** A new connection knows of no run: those that are being written are begun again, and shown as a whole. */
    void connected() {
        runs.values().forEach(Run::showAgain);
    }

    void cancelAsked(String runId) {
        runs.values().stream().filter(run -> run.id.equals(runId)).forEach(run -> run.cancelled = true);
    }

    private final class Run implements IMClient.StreamReply {

        private final String id = "run_" + UUID.randomUUID();
        private final OutgoingMessage head;
        private final Function<OutgoingMessage, Message> send;
        private final StringBuilder text = new StringBuilder();
        private long seq;
        private int connection;
        private boolean begun;
        private boolean hidden;
        private boolean hole;
        private boolean over;
        private boolean ended;
        private volatile boolean cancelled;

        Run(OutgoingMessage head, Function<OutgoingMessage, Message> send) {
            this.head = head;
            this.send = send;
        }

        @Override
        public synchronized void append(String piece) {
            if (over) {
                throw new IllegalStateException("this reply is finished");
            }
            text.append(piece);
            if (hidden) {
                return;
            }
            if (!begun) {
                begin();
            }
            boolean whole = hole;
            hole = false;
            show(
                    whole ? "stream_replace" : "stream_delta",
                    Fields.of("run_id", id, "seq", ++seq, "text", whole ? text.toString() : piece));
        }

        private void begin() {
            begun = true;
            show(
                    "stream_begin",
                    Fields.of(
                            "run_id", id,
                            "cmid", head.clientMsgId(),
                            "to", head.to(),
                            "conversation_id", head.conversationId(),
                            "reply_to", head.replyTo()));
        }

        private synchronized void showAgain() {
            connection++;
            hole = false;
            begun = false;
            if (over) {
                return; // its message is on the way
            }
            String whole = text.toString();
            hidden = whole.getBytes(StandardCharsets.UTF_8).length > MAX_PIECE;
            if (!hidden && !whole.isEmpty()) {
                begin();
                show("stream_replace", Fields.of("run_id", id, "seq", ++seq, "text", whole));
            }
        }

        @Override
        public Message finish() {
            String whole;
            synchronized (this) {
                if (over) {
                    throw new IllegalStateException("this reply is finished");
                }
                over = true;
                whole = text.toString();
            }
            try {
                return send.apply(head.withText(whole));
            } catch (RuntimeException e) {
                synchronized (this) {
                    over = false; // not taken: finish or fail may be tried again
                }
                throw e;
            }
        }

        @Override
        public synchronized void fail(String reason) {
            if (!over && begun && !hidden) {
                show(
                        "stream_end",
                        Fields.of(
                                "run_id",
                                id,
                                "seq",
                                ++seq,
                                "text",
                                text.toString(),
                                "status",
                                "failed",
                                "reason",
                                reason));
            }
            over = true;
            runs.remove(head.clientMsgId());
        }

        @Override
        public boolean isCancelled() {
            return cancelled;
        }

        private synchronized String last(OutgoingMessage message, Wire wire) {
            // Once: a hub that does not know the run, or whose answer was lost, gets the message by itself.
            if (!begun || hidden || ended || !isPlain(message)) {
                return null;
            }
            ended = true;
            Object mentions = message.mentions().isEmpty() ? null : message.mentions();
            return wire.notice(
                    "stream_end",
                    Fields.of(
                            "run_id",
                            id,
                            "cmid",
                            message.clientMsgId(),
                            "seq",
                            seq + 1,
                            "text",
                            message.text(),
                            "mentions",
                            mentions));
        }

        /** Whether the end of a run says all of it. */
        private boolean isPlain(OutgoingMessage message) {
            return message.attachments().isEmpty()
                    && message.metadata().isEmpty()
                    && message.serviceId() == null
                    && OutgoingMessage.TEXT.equals(message.kind());
        }

        private synchronized void hide() {
            hidden = true;
        }

        private void show(String type, Map<String, Object> fields) {
            int shownOn = connection;
            notices.apply(type, fields).whenComplete((written, failure) -> {
                if (failure != null) {
                    missed(type, shownOn, Blocking.unwrapped(failure) instanceof NotConnected);
                }
            });
        }

        /** Not shown: the next piece shows the whole, if there is a connection that knows the run. */
        private synchronized void missed(String type, int shownOn, boolean disconnected) {
            if (shownOn == connection) {
                hidden |= disconnected || type.equals("stream_begin");
                hole = true;
            }
        }
    }
}
