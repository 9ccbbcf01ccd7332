package io.clawhub.gateway.core.delivery;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import org.jboss.logging.Logger;

import io.clawhub.events.archive.LoggedMessage;
import io.clawhub.events.archive.ReplayPage;
import io.clawhub.events.archive.ReplayRequest;
import io.clawhub.gateway.GatewayConfig;
import io.clawhub.gateway.core.Caller;
import io.clawhub.gateway.core.delivery.Terms.Copies;
import io.clawhub.gateway.core.delivery.Terms.Counting;
import io.clawhub.gateway.core.history.HistoryReader;
import io.clawhub.gateway.core.log.ChatEventTail;
import io.clawhub.gateway.core.outbound.OutboundQueue;

/**
 * Brings a new connection what its client missed, then lets the live messages through.
 *
 * <p>The tail's positions are noted after the connection was registered and it is known in which large groups its participant
 * is. History answers with how far it has stored the log; once that is beyond the noted positions, what stands before them is
 * replayed, and what stands beyond is in the gate's buffer. If history does not get there in time the connection goes live,
 * and the replay follows when history is back.
 */
@ApplicationScoped
public class CatchUp {

    private static final Logger LOG = Logger.getLogger(CatchUp.class);

    private static final int PAGE = 200;
    /** UTF-16 units of content replayed at once: with one message on top and in UTF-8 still well below any queue's bound. */
    private static final int SLICE = 256 * 1024;

    private static final long FIRST_RETRY_MILLIS = 250;
    private static final long MAX_RETRY_MILLIS = 5_000;

    private final LogEnd tail;
    private final Memberships memberships;
    private final HistoryReader history;
    private final DeliveredCursors cursors;
    private final GatewayConfig.Delivery config;
    private final BiConsumer<Long, Runnable> timer;
    private final Counter replayedMessages;
    private final Counter late;

    // The tail is looked up late: it feeds the router, which feeds the registry, which starts catch-ups.
    @Inject
    CatchUp(
            Instance<ChatEventTail> tail,
            Memberships memberships,
            HistoryReader history,
            DeliveredCursors cursors,
            GatewayConfig config,
            Vertx vertx,
            MeterRegistry metrics) {
        this(
                new LogEnd() {
                    @Override
                    public Map<Integer, Long> positions() {
                        return tail.get().positions();
                    }

                    @Override
                    public boolean isBefore(Map<Integer, Long> positions, LoggedMessage logged) {
                        return tail.get().isBefore(positions, logged.message().conversationId(), logged.seq());
                    }
                },
                memberships,
                history,
                cursors,
                config,
                (millis, step) -> vertx.setTimer(Math.max(1, millis), fired -> step.run()),
                metrics);
    }

    /**
     * With a tail and a clock of one's own.
     *
     * @param tail how far live messages are
     * @param memberships must be known before a catch-up begins
     * @param timer runs a step after so many milliseconds
     */
    CatchUp(
            LogEnd tail,
            Memberships memberships,
            HistoryReader history,
            DeliveredCursors cursors,
            GatewayConfig config,
            BiConsumer<Long, Runnable> timer,
            MeterRegistry metrics) {
        this.tail = tail;
        this.memberships = memberships;
        this.history = history;
        this.cursors = cursors;
        this.config = config.delivery();
        this.timer = timer;
        this.replayedMessages = metrics.counter("hub.messages.replayed");
        this.late = metrics.counter("hub.replays.late");
    }

    /** How far live messages are. */
    interface LogEnd {

        /** The next offset of every partition. */
        Map<Integer, Long> positions();

        /** Whether a message stands before these positions. */
        boolean isBefore(Map<Integer, Long> positions, LoggedMessage logged);
    }

    /** Starts once the connection has been open for the grace time, if being written counts for it. Call it after the connection was registered. */
    public void start(Caller caller, DeliveryGate gate, OutboundQueue outbound) {
        Run run = new Run(caller, gate, outbound, tail.positions(), System.currentTimeMillis());
        gate.onLag(run::again);
        if (gate.terms().liveAtOnce()) {
            gate.openBeforeReplay();
        }
        // A program that says itself what it has read loses nothing by going at once.
        later(gate.terms().counting() == Counting.READ ? 0 : config.grace().toMillis(), () -> run.request(null));
    }

    private void later(long millis, Runnable step) {
        timer.accept(millis, step);
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
        private boolean membershipsKnown;
        private int rounds;

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

        /** Another round, after the gate was open and the client fell behind. */
        void again() {
            rounds++;
            positions = tail.positions();
            reached = false;
            retryMillis = FIRST_RETRY_MILLIS;
            request(null);
        }

        void request(ReplayRequest.Mark after) {
            if (gate.isClosed()) {
                return;
            }
            if (!membershipsKnown) {
                learnMemberships();
                return;
            }
            gate.whenRoom(() -> ask(after));
        }

        /** Whatever stands behind positions noted after this comes live, be it addressed to all of a large group. */
        private void learnMemberships() {
            memberships
                    .load(caller.participantId())
                    .subscribe()
                    .with(
                            done -> {
                                membershipsKnown = true;
                                positions = tail.positions();
                                request(null);
                            },
                            this::retry);
        }

        private void ask(ReplayRequest.Mark after) {
            Map<String, Long> known = new HashMap<>(cursors.recent(caller));
            gate.replayedUpTo().forEach((id, seq) -> known.merge(id, seq, Math::max));
            int limit = Math.clamp(gate.room(), 1, PAGE);
            history.replay(new ReplayRequest(
                            caller.participantId(),
                            caller.clientId(),
                            known,
                            positions,
                            after,
                            limit,
                            gate.terms().copies() == Copies.OF_OTHER_CLIENTS))
                    .subscribe()
                    .with(page -> take(page, after), this::retry);
        }

        private void take(ReplayPage page, ReplayRequest.Mark after) {
            // Only a page read beyond the noted positions may be used: before that it could lack older messages.
            reached |= covers(page.positions());
            if (!reached) {
                retry(null);
                return;
            }
            retryMillis = FIRST_RETRY_MILLIS;
            // What stands beyond them comes live, and must not be replayed: history stores the partitions at their own
            // pace,
            // so a later page could bring a message and leave out one before it.
            List<LoggedMessage> missed = page.messages().stream()
                    .filter(logged -> tail.isBefore(positions, logged))
                    .toList();
            write(missed, 0, page, after);
        }

        /** A page may be larger than the queue: a slice at a time, each once the former is almost on the socket. */
        private void write(List<LoggedMessage> messages, int from, ReplayPage page, ReplayRequest.Mark after) {
            int end = from;
            for (int weight = 0; end < messages.size() && weight < SLICE; end++) {
                weight += Weight.of(messages.get(end));
            }
            int done = from + gate.replay(messages.subList(from, end));
            replayedMessages.increment(done - from);
            if (done < end) {
                // The window is full, which may last: rather ask for the rest again than keep it.
                request(done == 0 ? after : ReplayRequest.Mark.of(messages.get(done - 1)));
            } else if (done < messages.size()) {
                outbound.whenLow(() -> write(messages, done, page, after));
            } else if (page.hasMore()) {
                outbound.whenLow(
                        () -> request(ReplayRequest.Mark.of(page.messages().getLast())));
            } else {
                complete(page);
            }
        }

        private void complete(ReplayPage page) {
            if (gate.open()) {
                gate.readMeanwhile().forEach((conversationId, seq) -> {
                    cursors.advance(caller, conversationId, seq, List.of());
                    cursors.read(caller, conversationId, seq, List.of());
                });
                int round = rounds;
                later(config.grace().toMillis(), () -> settle(page.positions(), round));
            } else {
                positions = tail.positions();
                reached = false;
                outbound.whenLow(() -> request(null));
            }
        }

        private void retry(Throwable failure) {
            // Only a client that was never caught up goes live before its replay: to any other, live means no hole.
            if (rounds == 0
                    && System.currentTimeMillis() - startedMillis
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
                positions = tail.positions();
                reached = false;
            }
        }

        /** Once the tail is beyond what history had stored, nothing replayed can come in live any more. */
        private void settle(Map<Integer, Long> stored, int round) {
            Map<Integer, Long> now = tail.positions();
            if (round != rounds) {
                return;
            }
            if (stored.entrySet().stream().allMatch(at -> now.getOrDefault(at.getKey(), 0L) >= at.getValue())) {
                gate.forgetReplay();
            } else if (!gate.isClosed()) {
                later(MAX_RETRY_MILLIS, () -> settle(stored, round));
            }
        }

        private boolean covers(Map<Integer, Long> stored) {
            return positions.entrySet().stream().allMatch(at -> stored.getOrDefault(at.getKey(), 0L) >= at.getValue());
        }
    }
}
