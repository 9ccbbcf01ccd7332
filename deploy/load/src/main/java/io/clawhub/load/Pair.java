package io.clawhub.load;

import io.vertx.core.http.WebSocket;

/** A sender, its receiver and what is on its way between them. Used on the event loop only. */
final class Pair {

    /** Where arrivals are counted. */
    interface Arrivals {

        /** A message arrived for the first time. */
        void arrived(long sentNanos, long nowNanos);
    }

    private final String target;
    private final int size;
    private final Arrivals arrivals;
    private final SequenceCheck check = new SequenceCheck();
    private WebSocket sender;
    private long sent;
    private boolean sending;

    Pair(String target, int size, Arrivals arrivals) {
        this.target = target;
        this.size = size;
        this.arrivals = arrivals;
    }

    /** Sends the first window. From then on each arrival sends the next message. */
    void start(WebSocket through, int window) {
        sender = through;
        sending = true;
        for (int i = 0; i < window; i++) {
            send();
        }
    }

    void stop() {
        sending = false;
    }

    /** A frame the receiver got. */
    void received(String frame) {
        int start = Frames.contentStart(frame);
        if (start <= 0) {
            return;
        }
        if (check.arrived(Frames.number(frame, start))) {
            arrivals.arrived(Frames.secondNumber(frame, start), System.nanoTime());
            if (sending) {
                send();
            }
        }
    }

    long sent() {
        return sent;
    }

    SequenceCheck check() {
        return check;
    }

    private void send() {
        sender.writeTextMessage(Frames.chatMessage(target, sent, System.nanoTime(), size));
        sent++;
    }
}
