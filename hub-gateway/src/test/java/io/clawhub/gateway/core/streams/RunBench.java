package io.clawhub.gateway.core.streams;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

import io.clawhub.events.ConversationStatus;
import io.clawhub.events.Member;
import io.clawhub.events.StreamEvent;
import io.clawhub.events.StreamEvent.RunMoved;
import io.clawhub.events.StreamEvent.RunSnapshotAsked;
import io.clawhub.events.StreamEvent.RunStep;
import io.clawhub.gateway.core.Caller;
import io.clawhub.gateway.core.Reply;
import io.clawhub.gateway.core.StreamCommand.MoveRun;
import io.clawhub.gateway.core.conversations.Conversation;
import io.clawhub.gateway.core.conversations.ConversationDirectoryAccess;
import io.clawhub.gateway.core.conversations.InMemoryConversationStore;

/** Runs of Ann's in a group of Ann, Bob and Carl, with a clock that stands until it is moved. */
final class RunBench {

    static final String GROUP = "gc_1";
    static final Caller ANN = caller("ann", "c1");

    final InMemoryConversationStore store = new InMemoryConversationStore();
    final List<StreamEvent> told = new ArrayList<>();
    final Counter unshown = new SimpleMeterRegistry().counter("unshown");
    final RunTexts texts;
    final Streams streams;

    private final PriorityQueue<Step> steps =
            new PriorityQueue<>(Comparator.comparingLong(Step::at).thenComparingLong(Step::number));
    private long now = 1;
    private long timers;

    private record Step(long at, long number, Runnable run) {}

    RunBench() {
        this(1 << 20, 1 << 26);
    }

    RunBench(int maxText, long maxTexts) {
        texts = new RunTexts(maxText, maxTexts);
        streams = new Streams(
                new Places(ConversationDirectoryAccess.over(store)),
                new RunOutlet(told::add, this::later, () -> now, texts, unshown));
        group(GROUP, "ann", "bob", "carl");
    }

    static Caller caller(String id, String clientId) {
        return new Caller(id, clientId, "test", Caller.Authentication.OPEN, null);
    }

    void group(String id, String... members) {
        List<Member> all = List.of(members).stream()
                .map(one -> new Member(one, Conversation.MEMBER))
                .toList();
        store.conversations.put(id, Conversation.group(id, ConversationStatus.ACTIVE, "crew", all, 1));
    }

    private void later(long millis, Runnable step) {
        steps.add(new Step(now + Duration.ofMillis(millis).toNanos(), timers++, step));
    }

    /** How many timers are set. */
    int timers() {
        return steps.size();
    }

    /** Time passes, and what is due happens. */
    void pass(long millis) {
        long end = now + Duration.ofMillis(millis).toNanos();
        while (!steps.isEmpty() && steps.peek().at() <= end) {
            Step step = steps.poll();
            now = step.at();
            step.run().run();
        }
        now = end;
    }

    void begin(String runId, String cmid) {
        move(new MoveRun(runId, cmid, GROUP, null, 0, RunStep.BEGIN, null, null));
    }

    void delta(long seq, String text) {
        piece(seq, RunStep.DELTA, null, text);
    }

    /** A piece of run r1. */
    void piece(long seq, RunStep step, String kind, String text) {
        move(new MoveRun("r1", null, GROUP, null, seq, step, kind, text));
    }

    Reply move(MoveRun piece) {
        return streams.handle(ANN, piece).subscribeAsCompletionStage().join();
    }

    void ask(String who) {
        streams.snapshotAsked(new RunSnapshotAsked(GROUP, who, List.of("ann", "bob", "carl")));
    }

    /** What was told since this was last asked: {@code step first-seq text}. */
    List<String> heard() {
        List<String> heard = told.stream()
                .map(RunMoved.class::cast)
                .map(piece -> piece.step() + " " + piece.firstSeq() + "-" + piece.seq()
                        + (piece.text() == null ? "" : " " + piece.text()))
                .toList();
        told.clear();
        return heard;
    }
}
