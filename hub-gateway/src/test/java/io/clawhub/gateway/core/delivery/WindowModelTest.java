package io.clawhub.gateway.core.delivery;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.mutiny.Uni;
import org.junit.jupiter.api.Test;

import io.clawhub.events.archive.HistoryPage;
import io.clawhub.events.archive.LoggedMessage;
import io.clawhub.events.archive.ReplayPage;
import io.clawhub.events.archive.ReplayRequest;
import io.clawhub.gateway.GatewayConfig;
import io.clawhub.gateway.TestConfig;
import io.clawhub.gateway.core.Caller;
import io.clawhub.gateway.core.Push.CaughtUp;
import io.clawhub.gateway.core.Push.MessageArrived;
import io.clawhub.gateway.core.history.Before;
import io.clawhub.gateway.core.history.HistoryReader;
import io.clawhub.gateway.core.log.InMemoryEventLog;
import io.clawhub.gateway.core.outbound.OutboundQueue;
import io.clawhub.gateway.core.outbound.Transport;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Gate, window and catch-up against a client that crashes, acknowledges late, shrinks its window, and a history that lags
 * and goes away: every step is drawn at random, and after each of them what must always hold is checked.
 */
class WindowModelTest {

    private static final GatewayConfig PATIENT = TestConfig.with(Map.of("hub.delivery.catch-up-wait", "PT1H"));
    private static final GatewayConfig IMPATIENT = TestConfig.with(Map.of("hub.delivery.catch-up-wait", "PT-1S"));

    private static final int SEEDS = 600;
    private static final int STEPS = 250;

    @Test
    void noCursorMovesOverWhatTheClientHasNotStoredAndNothingIsLost() {
        for (int seed = 0; seed < SEEDS; seed++) {
            try {
                new World(seed).live();
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("seed " + seed, e);
            }
        }
    }

    /** One log of two partitions, one gateway, one client. Times are the partitions' own, so that pages mix them. */
    private static final class World implements HistoryReader {
        private static final Caller CALLER = new Caller("bob", "laptop", "im", Caller.Authentication.OPEN, null);

        private final Random random;
        private final boolean historyMayFail;
        private final boolean historyMayBeLate;
        private final int maxBuffered;

        /** Conversation c's message of seq s stands in partition c % 2. */
        private final List<List<LoggedMessage>> partitions = List.of(new ArrayList<>(), new ArrayList<>());

        private final int[] tail = new int[2];
        private final int[] archived = new int[2];
        private boolean historyDown;

        private final List<Runnable> tasks = new ArrayList<>();
        private final DeliveredCursors cursors = new DeliveredCursors(new InMemoryEventLog());
        private final CatchUp catchUp;

        private DeliveryGate gate;
        private int window;
        /** Written to the socket, not yet stored by the client. */
        private Deque<LoggedMessage> inbox = new ArrayDeque<>();
        /** Said by the client, not yet heard by the hub. */
        private Deque<Map.Entry<String, Long>> acks = new ArrayDeque<>();

        private final Map<String, TreeSet<Long>> stored = new TreeMap<>();
        /** The furthest of what came by this connection: what came by another one proves nothing about this one. */
        private Map<String, Long> storedHere = new HashMap<>();

        private Map<String, Long> acknowledged = new HashMap<>();
        private Map<String, TreeSet<Long>> unacknowledged = new HashMap<>();
        private Map<String, Long> lastWritten = new HashMap<>();
        private int caughtUp;

        World(int seed) {
            random = new Random(seed);
            historyMayFail = seed % 3 == 2;
            historyMayBeLate = seed % 3 == 1;
            maxBuffered = 1 + random.nextInt(4);
            catchUp = new CatchUp(
                    new LiveEdge(),
                    participantId -> io.smallrye.mutiny.Uni.createFrom().voidItem(),
                    this,
                    cursors,
                    historyMayFail ? IMPATIENT : PATIENT,
                    (millis, step) -> tasks.add(step),
                    new SimpleMeterRegistry());
        }

        void live() {
            connect();
            for (int i = 0; i < STEPS; i++) {
                step(random.nextInt(20));
                check();
            }
            historyDown = false;
            for (int i = 0; i < 100_000 && !isSettled(); i++) {
                switch (random.nextInt(5)) {
                    case 0 -> archive();
                    case 1 -> readTail();
                    case 2 -> runTask();
                    case 3 -> store();
                    default -> hearAck();
                }
                check();
            }
            assertThat(missing()).isEmpty();
            assertThat(caughtUp).isEqualTo(1);
        }

        private void step(int what) {
            switch (what) {
                case 0, 1, 2, 3 -> say();
                case 4, 5, 6 -> readTail();
                case 7, 8 -> archive();
                case 9, 10, 11 -> runTask();
                case 12, 13, 14 -> store();
                case 15, 16 -> hearAck();
                case 17 -> {
                    if (random.nextInt(3) == 0) {
                        resize();
                    }
                }
                case 18 -> {
                    if (random.nextInt(6) == 0) {
                        crash();
                    }
                }
                default -> historyDown = historyMayFail && random.nextInt(3) > 0;
            }
        }

        private void connect() {
            window = 1 + random.nextInt(5);
            inbox = new ArrayDeque<>();
            acks = new ArrayDeque<>();
            storedHere = new HashMap<>();
            acknowledged = new HashMap<>();
            unacknowledged = new HashMap<>();
            lastWritten = new HashMap<>();
            caughtUp = 0;
            Deque<LoggedMessage> arrivals = inbox;
            List<MessageArrived> writing = new ArrayList<>();
            OutboundQueue outbound =
                    new OutboundQueue(new Socket(arrivals, writing), Runnable::run, PATIENT.connection());
            gate = new DeliveryGate(
                    outbound,
                    push -> {
                        if (push instanceof MessageArrived arrived) {
                            writing.add(arrived);
                            return "message";
                        }
                        caughtUp += push instanceof CaughtUp ? 1 : 0;
                        return null;
                    },
                    Terms.acknowledging(window));
            catchUp.start(CALLER, gate, outbound);
        }

        private void crash() {
            gate.close(0, 0, this::advance);
            connect();
        }

        private void say() {
            int conversation = random.nextInt(3);
            List<LoggedMessage> partition = partitions.get(conversation % 2);
            partition.add(Said.logged("c" + conversation, partition.size() + 1));
        }

        private void readTail() {
            int partition = random.nextInt(2);
            if (tail[partition] < partitions.get(partition).size()) {
                LoggedMessage next = partitions.get(partition).get(tail[partition]++);
                gate.live(new MessageArrived(next), maxBuffered, null);
            }
        }

        private void archive() {
            int partition = random.nextInt(2);
            int behind = partitions.get(partition).size() - archived[partition];
            if (behind > 0) {
                archived[partition] += historyMayBeLate ? 1 : 1 + random.nextInt(behind);
            }
        }

        private void runTask() {
            if (!tasks.isEmpty()) {
                tasks.remove(random.nextInt(tasks.size())).run();
            }
        }

        /** The client stores the next message, and some time later says how far it is. */
        private void store() {
            LoggedMessage next = inbox.poll();
            if (next != null) {
                String conversationId = next.message().conversationId();
                TreeSet<Long> all = stored.computeIfAbsent(conversationId, id -> new TreeSet<>());
                all.add(next.seq());
                storedHere.merge(conversationId, next.seq(), Math::max);
                if (random.nextInt(3) > 0 || inbox.isEmpty()) {
                    storedHere.forEach((id, seq) -> acks.add(Map.entry(id, seq)));
                }
            }
        }

        private void hearAck() {
            Map.Entry<String, Long> ack = acks.poll();
            if (ack != null) {
                acknowledged.merge(ack.getKey(), ack.getValue(), Math::max);
                TreeSet<Long> open = unacknowledged.get(ack.getKey());
                if (open != null) {
                    open.headSet(ack.getValue(), true).clear();
                }
                gate.acknowledge(ack.getKey(), ack.getValue(), this::advance);
            }
        }

        private void resize() {
            window = 1 + random.nextInt(5);
            gate.window(window);
        }

        private void advance(String conversationId, long seq, List<String> audience) {
            cursors.advance(CALLER, conversationId, seq, audience);
        }

        @Override
        public Uni<ReplayPage> replay(ReplayRequest request) {
            return Uni.createFrom()
                    .emitter(answer -> tasks.add(() -> {
                        if (historyDown) {
                            answer.fail(new IllegalStateException("down"));
                        } else {
                            answer.complete(page(request));
                        }
                    }));
        }

        private ReplayPage page(ReplayRequest request) {
            List<LoggedMessage> found = new ArrayList<>();
            for (int partition = 0; partition < 2; partition++) {
                for (LoggedMessage logged : partitions.get(partition).subList(0, archived[partition])) {
                    if (logged.seq()
                                    > request.cursors()
                                            .getOrDefault(logged.message().conversationId(), 0L)
                            && isAfter(request.after(), logged)) {
                        found.add(logged);
                    }
                }
            }
            found.sort(java.util.Comparator.comparing(LoggedMessage::at)
                    .thenComparing(logged -> logged.message().conversationId())
                    .thenComparing(LoggedMessage::seq));
            int most = Math.min(Math.min(request.limit(), 1 + random.nextInt(6)), found.size());
            return new ReplayPage(
                    found.subList(0, most), most < found.size(), Map.of(0, (long) archived[0], 1, (long) archived[1]));
        }

        private static boolean isAfter(ReplayRequest.Mark after, LoggedMessage logged) {
            if (after == null) {
                return true;
            }
            ReplayRequest.Mark at = ReplayRequest.Mark.of(logged);
            int byTime = Long.compare(at.atMillis(), after.atMillis());
            int byConversation = byTime != 0 ? byTime : at.conversationId().compareTo(after.conversationId());
            return (byConversation != 0 ? byConversation : Long.compare(at.seq(), after.seq())) > 0;
        }

        /** A cursor stands for everything before it; the window bounds what is written. */
        private void check() {
            cursors.recent(CALLER).forEach((conversationId, cursor) -> {
                for (LoggedMessage logged : partitions.get((conversationId.charAt(1) - '0') % 2)) {
                    if (logged.message().conversationId().equals(conversationId) && logged.seq() <= cursor) {
                        assertThat(stored.getOrDefault(conversationId, new TreeSet<>()))
                                .as("cursor of %s at %d", conversationId, cursor)
                                .contains(logged.seq());
                    }
                }
            });
        }

        /** To a client that was caught up nothing comes before what is older than it. */
        private void hasAllBefore(LoggedMessage live) {
            String conversationId = live.message().conversationId();
            TreeSet<Long> has = new TreeSet<>(stored.getOrDefault(conversationId, new TreeSet<>()));
            inbox.stream()
                    .filter(at -> at.message().conversationId().equals(conversationId))
                    .forEach(at -> has.add(at.seq()));
            partitions.get((conversationId.charAt(1) - '0') % 2).stream()
                    .filter(at -> at.message().conversationId().equals(conversationId) && at.seq() < live.seq())
                    .forEach(at -> assertThat(has)
                            .as("before the live %d of %s", live.seq(), conversationId)
                            .contains(at.seq()));
        }

        private boolean isSettled() {
            return missing().isEmpty() && caughtUp == 1 && inbox.isEmpty() && acks.isEmpty();
        }

        private List<String> missing() {
            List<String> missing = new ArrayList<>();
            for (List<LoggedMessage> partition : partitions) {
                for (LoggedMessage logged : partition) {
                    String conversationId = logged.message().conversationId();
                    if (!stored.getOrDefault(conversationId, new TreeSet<>()).contains(logged.seq())) {
                        missing.add(conversationId + ":" + logged.seq());
                    }
                }
            }
            return missing;
        }

        @Override
        public Uni<HistoryPage> ofConversation(
                String participantId, String conversationId, Before before, int limit, Map<Integer, Long> positions) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Uni<HistoryPage> ofParticipant(
                String participantId, String serviceId, Before before, int limit, Map<Integer, Long> positions) {
            throw new UnsupportedOperationException();
        }

        private final class LiveEdge implements CatchUp.LogEnd {
            @Override
            public Map<Integer, Long> positions() {
                return Map.of(0, (long) tail[0], 1, (long) tail[1]);
            }

            @Override
            public boolean isBefore(Map<Integer, Long> positions, LoggedMessage logged) {
                return logged.seq()
                        <= positions.get((logged.message().conversationId().charAt(1) - '0') % 2);
            }
        }

        /** Takes what is written at once, and counts it. */
        private final class Socket implements Transport {
            private final Deque<LoggedMessage> arrivals;
            private final List<MessageArrived> writing;

            Socket(Deque<LoggedMessage> arrivals, List<MessageArrived> writing) {
                this.arrivals = arrivals;
                this.writing = writing;
            }

            @Override
            public void write(String frame, Consumer<Boolean> written) {
                MessageArrived arrived = writing.removeFirst();
                LoggedMessage logged = arrived.logged();
                if (caughtUp > 0 && !arrived.replayed()) {
                    hasAllBefore(logged);
                }
                String conversationId = logged.message().conversationId();
                if (!historyMayFail) {
                    Long last = lastWritten.put(conversationId, logged.seq());
                    assertThat(logged.seq()).as("order in %s", conversationId).isGreaterThan(last == null ? 0 : last);
                }
                if (logged.seq() > acknowledged.getOrDefault(conversationId, 0L)) {
                    unacknowledged
                            .computeIfAbsent(conversationId, id -> new TreeSet<>())
                            .add(logged.seq());
                    assertThat(unacknowledged.values().stream()
                                    .mapToInt(TreeSet::size)
                                    .sum())
                            .as("unacknowledged")
                            .isLessThanOrEqualTo(window);
                }
                arrivals.add(logged);
                written.accept(true);
            }

            @Override
            public void close(int code, String reason) {
                throw new AssertionError("closed with " + code);
            }
        }
    }
}
