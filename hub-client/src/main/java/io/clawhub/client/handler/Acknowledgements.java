package io.clawhub.client.handler;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

import io.clawhub.client.connection.Timer;

/** One acknowledgement for what came within a moment: per conversation, up to the newest. Bounded by the window of deliveries. */
final class Acknowledgements {

    /** Deliveries of one burst share an acknowledgement; short against a round trip of the hub. */
    private static final Duration GATHER = Duration.ofMillis(10);

    /** Not later than this many, so that the hub's window never runs dry for want of an acknowledgement. */
    private static final int GATHER_MAX = 64;

    private final Inbound.Link link;
    private final Timer timer;
    private Map<String, Long> gathered = new HashMap<>();
    private int count;
    private boolean scheduled;

    Acknowledgements(Inbound.Link link, Timer timer) {
        this.link = link;
        this.timer = timer;
    }

    void add(String conversationId, long seq) {
        boolean now;
        synchronized (this) {
            gathered.merge(conversationId, seq, Math::max);
            now = ++count >= GATHER_MAX;
            if (!now && !scheduled) {
                scheduled = true;
                timer.after(GATHER, this::flush);
            }
        }
        if (now) {
            flush();
        }
    }

    void flush() {
        Map<String, Long> due;
        synchronized (this) {
            due = gathered;
            gathered = new HashMap<>();
            count = 0;
            scheduled = false;
        }
        due.forEach(link::ack);
    }

    /** The positions mean nothing to the hub any more. */
    synchronized void forget() {
        gathered.clear();
        count = 0;
    }
}
