package io.clawhub.gateway.core.delivery;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import org.jboss.logging.Logger;

import io.clawhub.events.archive.LoggedMessage;
import io.clawhub.events.archive.ReplayPage;
import io.clawhub.events.archive.ReplayRequest;
import io.clawhub.gateway.GatewayConfig;
import io.clawhub.gateway.core.Caller;
import io.clawhub.gateway.core.history.HistoryReader;
import io.clawhub.gateway.core.log.ChatEventTail;
import io.clawhub.gateway.core.outbound.OutboundQueue;

/**
 * Brings a new connection what its client missed, then lets the live messages through.
 *
 * <p>The tail's positions are noted after the connection was registered. History answers with how far it has stored the
 * log; once that is beyond the noted positions, whatever it did not return is in the gate's buffer. If history does not
 * get there in time the connection goes live, and the replay follows when history is back.
 */
@ApplicationScoped
public class CatchUp {

    private static final Logger LOG = Logger.getLogger(CatchUp.class);

    private static final int PAGE = 200;
    /** UTF-16 units of content replayed at once: with one message on top and in UTF-8 still well below any queue's bound. */
    private static final int SLICE = 256 * 1024;

    private static final long FIRST_RETRY_MILLIS = 250;
    private static final long MAX_RETRY_MILLIS = 5_000;

    private final Instance<ChatEventTail> tail;
    private final HistoryReader history;
    private final DeliveredCursors cursors;
    private final GatewayConfig.Delivery config;
    private final Vertx vertx;
    private final Counter replayedMessages;
    private final Counter late;

    // The tail is looked up late: it feeds the router, which feeds the registry, which starts catch-ups.
    CatchUp(
            Instance<ChatEventTail> tail,
            HistoryReader history,
            DeliveredCursors cursors,
            GatewayConfig config,
            Vertx vertx,
            MeterRegistry metrics) {
        this.tail = tail;
        this.history = history;
        this.cursors = cursors;
        this.config = config.delivery();
        this.vertx = vertx;
        this.replayedMessages = metrics.counter("hub.messages.replayed");
        this.late = metrics.counter("hub.replays.late");
    }

    /** Starts once the connection has been open for the grace time. Call it after the connection was registered. */
    public void start(Caller caller, DeliveryGate gate, OutboundQueue outbound) {
        Run run = new Run(caller, gate, outbound, tail.get().positions(), System.currentTimeMillis());
        later(config.grace().toMillis(), () -> run.request(null));
    }

    private void later(long millis, Runnable step) {
        vertx.setTimer(Math.max(1, millis), timer -> step.run());
    }

    /** The catch-up of one connection. Its steps follow one another; none runs beside another. */
    private final class Run {
        private final Caller caller;
        private final DeliveryGate gate;
        private final OutboundQueue outbound;
        private final long startedMillis;
        private Map<Integer, Long> positions;
        private long retryMillis = FIRST_RETRY_MILLIS;
        private boolean reached;

        Run(
                Caller caller,
                DeliveryGate gate,
                OutboundQueue outbound,
                Map<Integer, Long> positions,
                long startedMillis) {
            this.caller = caller;
            this.gate = gate;
            this.outbound = outbound;
            this.positions = positions;
            this.startedMillis = startedMillis;
        }

        void request(ReplayRequest.Mark after) {
            if (gate.isClosed()) {
                return;
            }
            Map<String, Long> known = new HashMap<>(cursors.recent(caller));
            gate.replayedUpTo().forEach((id, seq) -> known.merge(id, seq, Math::max));
            history.replay(new ReplayRequest(caller.participantId(), caller.clientId(), known, positions, after, PAGE))
                    .subscribe()
                    .with(this::take, this::retry);
        }

        private void take(ReplayPage page) {
            // Only a page read beyond the noted positions may be used: before that it could lack older messages.
            reached |= covers(page.positions());
            if (!reached) {
                retry(null);
                return;
            }
            retryMillis = FIRST_RETRY_MILLIS;
            replayedMessages.increment(page.messages().size());
            write(page.messages(), () -> written(page));
        }

        /** A page may be larger than the queue: a slice at a time, each once the former is almost on the socket. */
        private void write(List<LoggedMessage> messages, Runnable then) {
            int end = 0;
            for (int weight = 0; end < messages.size() && weight < SLICE; end++) {
                weight += Weight.of(messages.get(end));
            }
            gate.replay(messages.subList(0, end));
            List<LoggedMessage> rest = messages.subList(end, messages.size());
            if (rest.isEmpty()) {
                then.run();
            } else {
                outbound.whenLow(() -> write(rest, then));
            }
        }

        private void written(ReplayPage page) {
            if (page.hasMore()) {
                ReplayRequest.Mark last = ReplayRequest.Mark.of(page.messages().getLast());
                outbound.whenLow(() -> request(last));
            } else if (gate.open()) {
                later(config.grace().toMillis(), () -> settle(page.positions()));
            } else {
                positions = tail.get().positions();
                reached = false;
                outbound.whenLow(() -> request(null));
            }
        }

        private void retry(Throwable failure) {
            if (System.currentTimeMillis() - startedMillis
                    > config.catchUpWait().toMillis()) {
                goLive(failure == null ? "history is behind" : failure.getMessage());
            }
            later(retryMillis, () -> request(null));
            retryMillis = Math.min(MAX_RETRY_MILLIS, retryMillis * 2);
        }

        private void goLive(String reason) {
            if (gate.isBuffering()) {
                late.increment();
                LOG.warnf("live before its replay: participantId=%s reason=%s", caller.participantId(), reason);
            }
            if (gate.openBeforeReplay()) {
                // What was dropped meanwhile is for the replay to bring, up to where live messages begin now.
                positions = tail.get().positions();
                reached = false;
            }
        }

        /** Once the tail is beyond what history had stored, nothing replayed can come in live any more. */
        private void settle(Map<Integer, Long> stored) {
            Map<Integer, Long> now = tail.get().positions();
            if (stored.entrySet().stream().allMatch(at -> now.getOrDefault(at.getKey(), 0L) >= at.getValue())) {
                gate.forgetReplay();
            } else if (!gate.isClosed()) {
                later(MAX_RETRY_MILLIS, () -> settle(stored));
            }
        }

        private boolean covers(Map<Integer, Long> stored) {
            return positions.entrySet().stream().allMatch(at -> stored.getOrDefault(at.getKey(), 0L) >= at.getValue());
        }
    }
}
