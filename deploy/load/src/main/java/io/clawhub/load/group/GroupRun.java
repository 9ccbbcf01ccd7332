package io.clawhub.load.group;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.IntStream;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.json.JsonArray;
import org.HdrHistogram.Histogram;

import io.clawhub.load.GatewayProcess;

/** A closed loop: a speaker says the next message once one of its own has reached every connected member. */
final class GroupRun implements GroupMember.Events {

    /** Below the 256 that a command may name. */
    private static final int ADDED_AT_ONCE = 250;

    private static final int TRIES = 30;
    private static final int PRECISION = 3;
    private static final long DRAIN_NANOS = 20_000_000_000L;
    private static final long DRAIN_CHECK_MILLIS = 50;

    /** One message on its way: who said it, when, how many have not got it, and whether the hub has said that it has it. */
    private static final class OnItsWay {
        private final GroupMember speaker;
        private final long sentNanos = System.nanoTime();
        private int missing;
        private boolean accepted;

        private OnItsWay(GroupMember speaker, int listeners) {
            this.speaker = speaker;
            this.missing = listeners;
        }
    }

    private final GroupPlan plan;
    private final Vertx vertx;
    private final WebSocketClient client;
    private final String runId = Long.toString(System.currentTimeMillis(), 36);
    private final List<GroupMember> members = new ArrayList<>();
    private final Map<Long, OnItsWay> onTheirWay = new HashMap<>();
    private final Histogram accepting = new Histogram(PRECISION);
    private final Histogram delivering = new Histogram(PRECISION);
    private final CompletableFuture<GroupFigures> figures = new CompletableFuture<>();
    private String conversation;
    private boolean isSpeaking = true;
    private long said;
    private long complete;
    private long measureFrom = Long.MAX_VALUE;
    private String failure;

    private GroupRun(GroupPlan plan, Vertx vertx) {
        this.plan = plan;
        this.vertx = vertx;
        this.client = vertx.createWebSocketClient(new WebSocketClientOptions().setMaxConnections(plan.listeners() + 1));
    }

    /** Runs to the end; fails when the group could not be made. */
    static GroupFigures run(GroupPlan plan) {
        Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
        try {
            GroupRun run = new GroupRun(plan, vertx);
            vertx.runOnContext(start -> run.connect(0)
                    .compose(connected -> run.open())
                    .compose(opened -> run.grow(plan.listeners() + 1))
                    .onSuccess(grown -> run.begin())
                    .onFailure(run.figures::completeExceptionally));
            return run.figures.join();
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }

    /** One after the other, on each gateway in turn. */
    private Future<Void> connect(int number) {
        if (number > plan.listeners()) {
            return Future.succeededFuture();
        }
        String url = plan.urls().get(number % plan.urls().size());
        return GroupMember.connect(client, url, id(number), this).compose(member -> {
            members.add(member);
            return connect(number + 1);
        });
    }

    private Future<Void> open() {
        return patiently(() -> members.getFirst().open(ids(1, members.size())), TRIES)
                .map(id -> {
                    conversation = id;
                    return null;
                });
    }

    /** Members take turns at adding others, since the hub lets each add only so many a minute. */
    private Future<Void> grow(int from) {
        if (from >= plan.members()) {
            return Future.succeededFuture();
        }
        int end = Math.min(plan.members(), from + ADDED_AT_ONCE);
        GroupMember adder = members.get(from / ADDED_AT_ONCE % members.size());
        return patiently(() -> adder.add(conversation, ids(from, end)), TRIES).compose(added -> grow(end));
    }

    /** A busy machine's database may be late. Both questions may be repeated. */
    private <T> Future<T> patiently(Supplier<Future<T>> question, int tries) {
        return question.get()
                .recover(refused -> tries == 1
                        ? Future.failedFuture(refused)
                        : vertx.timer(1, TimeUnit.SECONDS).compose(again -> patiently(question, tries - 1)));
    }

    private void begin() {
        for (GroupMember speaker : members.subList(0, plan.urls().size())) {
            for (int i = 0; i < plan.window(); i++) {
                say(speaker);
            }
        }
        vertx.setTimer(Math.max(1, 1000L * plan.warmupSeconds()), warm -> measure());
    }

    private void measure() {
        List<Double> before = processorSeconds();
        long completeBefore = complete;
        measureFrom = System.nanoTime();
        vertx.setTimer(1000L * plan.seconds(), over -> {
            double elapsed = (System.nanoTime() - measureFrom) / 1e9;
            List<Double> after = processorSeconds();
            List<Double> cores = IntStream.range(0, after.size())
                    .mapToObj(i -> (after.get(i) - before.get(i)) / elapsed)
                    .toList();
            drain((complete - completeBefore) / elapsed, cores);
        });
    }

    private void drain(double perSecond, List<Double> cores) {
        isSpeaking = false;
        long deadline = System.nanoTime() + DRAIN_NANOS;
        vertx.setPeriodic(DRAIN_CHECK_MILLIS, timer -> {
            if (onTheirWay.isEmpty() || failure != null || System.nanoTime() > deadline) {
                vertx.cancelTimer(timer);
                long arrived = members.stream().mapToLong(GroupMember::received).sum();
                long disordered =
                        members.stream().mapToLong(GroupMember::disordered).sum();
                long lost = said * plan.listeners() - arrived;
                figures.complete(
                        new GroupFigures(perSecond, accepting, delivering, cores, said, lost, disordered, failure));
            }
        });
    }

    private void say(GroupMember speaker) {
        long number = said++;
        onTheirWay.put(number, new OnItsWay(speaker, plan.listeners()));
        speaker.say(conversation, number, Long.toString(number));
    }

    @Override
    public void accepted(long number) {
        OnItsWay message = onTheirWay.get(number);
        message.accepted = true;
        record(accepting, message);
        forget(number, message);
    }

    @Override
    public void arrived(String text) {
        long number = Long.parseLong(text);
        OnItsWay message = onTheirWay.get(number);
        message.missing--;
        record(delivering, message);
        forget(number, message);
        if (message.missing == 0) {
            complete++;
            if (isSpeaking) {
                say(message.speaker);
            }
        }
    }

    private void record(Histogram histogram, OnItsWay message) {
        if (message.sentNanos >= measureFrom) {
            histogram.recordValue(System.nanoTime() - message.sentNanos);
        }
    }

    /** The answer may come before the arrivals or behind them. */
    private void forget(long number, OnItsWay message) {
        if (message.accepted && message.missing == 0) {
            onTheirWay.remove(number);
        }
    }

    @Override
    public void failed(String why) {
        if (failure == null && !figures.isDone()) {
            failure = why;
        }
    }

    private List<Double> processorSeconds() {
        List<Double> seconds = new ArrayList<>();
        for (GatewayProcess process : plan.processes()) {
            try {
                seconds.add(process.cpuSeconds());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return seconds;
    }

    private JsonArray ids(int from, int end) {
        JsonArray ids = new JsonArray();
        IntStream.range(from, end).mapToObj(this::id).forEach(ids::add);
        return ids;
    }

    private String id(int number) {
        return "load-" + runId + "-" + number;
    }
}
