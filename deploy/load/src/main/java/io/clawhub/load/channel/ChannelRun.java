package io.clawhub.load.channel;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import org.HdrHistogram.Histogram;

/** One run of a plan against one hub, on one event loop. */
final class ChannelRun implements AutoCloseable {

    private static final long CONNECT_MINUTES = 5;
    private static final int DRAIN_SECONDS = 30;
    private static final int CHECK_MILLIS = 50;
    private static final int STALLED_FILLER = 500;
    /** One that is answered and those that may wait. */
    private static final int MAX_QUESTIONS = 16;

    private static final String PATH = "/api/v1/ws";

    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    private final Sockets sockets = new Sockets(vertx);
    private final ChannelPlan plan;
    private final String name = Long.toString(System.currentTimeMillis(), Character.MAX_RADIX);
    private final Histogram latency = Pieces.histogram();
    private final Random random = new Random();
    private final List<StreamingAgent> agents = new ArrayList<>();
    /** The first of each run asks. */
    private final List<List<Reader>> readers = new ArrayList<>();

    private final List<Reader> stalled = new ArrayList<>();
    private final List<Joined> joined = new ArrayList<>();
    private int joining;

    private record Joined(Reader reader, int run) {}

    ChannelRun(ChannelPlan plan) {
        this.plan = plan;
    }

    /** Connects everybody. */
    void connect() {
        await(() -> {
            List<Future<?>> all = new ArrayList<>();
            for (int run = 0; run < plan.runs(); run++) {
                if (run % plan.perAgent() == 0) {
                    agents.add(new StreamingAgent(vertx, plan, "load-" + name + "-" + agents.size(), ""));
                    all.add(agents.getLast().connect(sockets));
                }
                all.add(connectReaders(run));
            }
            if (plan.stalled() > 0) {
                connectStalled(all);
            }
            return Future.all(all);
        });
    }

    private Future<?> connectReaders(int run) {
        List<Reader> those = new ArrayList<>();
        readers.add(those);
        List<Future<Void>> open = new ArrayList<>();
        for (int i = 0; i < plan.readers(); i++) {
            // Half of them of either version.
            String path = (run + i) % 2 == 0 ? PATH : PATH + "?v=2";
            open.add(sockets.inTurn(plan.agentUrl(), path).compose(socket -> {
                Reader reader = new Reader(socket, latency);
                those.add(reader);
                return reader.join(agentOf(run), session(run));
            }));
        }
        return Future.all(open);
    }

    private void connectStalled(List<Future<?>> all) {
        String heavy = "load-" + name + "-heavy";
        agents.add(new StreamingAgent(vertx, plan, heavy, "x".repeat(STALLED_FILLER)));
        all.add(agents.getLast().connect(sockets));
        for (int i = 0; i < plan.stalled(); i++) {
            all.add(sockets.narrowInTurn(plan.agentUrl(), PATH).compose(socket -> {
                Reader reader = new Reader(socket, null);
                stalled.add(reader);
                return reader.join(heavy, session(-1)).onSuccess(there -> reader.stall());
            }));
        }
    }

    private String agentOf(int run) {
        return agents.get(run / plan.perAgent()).id();
    }

    private String session(int run) {
        return "load-" + name + "-s" + run;
    }

    /** Asks everything, and waits until every answer has ended or should have. */
    void stream() {
        await(() -> {
            for (int run = 0; run < plan.runs(); run++) {
                readers.get(run).getFirst().ask(agentOf(run), session(run), "run " + run);
            }
            if (plan.stalled() > 0) {
                sockets.now(plan.agentUrl(), PATH).onSuccess(socket -> askMuch(new Reader(socket, null)));
            }
            for (int i = 0; i < plan.joins(); i++) {
                vertx.setTimer(
                        1 + random.nextInt(1000 * plan.seconds() * 9 / 10), now -> join(random.nextInt(plan.runs())));
            }
            return Future.succeededFuture();
        });
        awaitUntil(this::isOver, plan.seconds() + DRAIN_SECONDS);
    }

    /** So many questions that their answers, one after another, take as long as the others. */
    private void askMuch(Reader asker) {
        int answers = Math.min(MAX_QUESTIONS, 1 + plan.pieces() * STALLED_FILLER / StreamingAgent.MAX_TEXT);
        for (int i = 0; i < answers; i++) {
            asker.ask(agents.getLast().id(), session(-1), "much " + i);
        }
    }

    private void join(int run) {
        joining++;
        sockets.now(plan.joinUrl(), random.nextBoolean() ? PATH : PATH + "?v=2").onSuccess(socket -> {
            Reader reader = new Reader(socket, null);
            joined.add(new Joined(reader, run));
            reader.join(agentOf(run), session(run));
        });
    }

    private boolean isOver() {
        return readers.stream().flatMap(List::stream).allMatch(Reader::ended)
                && joining == plan.joins()
                && joined.size() == plan.joins()
                && joined.stream().allMatch(one -> one.reader().ended());
    }

    /** What it showed. */
    ChannelFigures figures() {
        CompletableFuture<ChannelFigures> figures = new CompletableFuture<>();
        // Those that stalled see only when they read again how the hub closed them.
        vertx.runOnContext(start -> stalled.forEach(Reader::goOn));
        awaitUntil(() -> stalled.stream().allMatch(Reader::closed), DRAIN_SECONDS);
        vertx.runOnContext(start -> figures.complete(count()));
        return figures.join();
    }

    private ChannelFigures count() {
        List<Reader> all = readers.stream().flatMap(List::stream).toList();
        List<String> wrong = joined.stream()
                .filter(one -> !one.reader().pieces().text().equals(whole(one.run())))
                .map(one -> one.reader().fault())
                .toList();
        return new ChannelFigures(
                latency,
                all.size(),
                all.stream()
                        .mapToLong(reader -> plan.pieces() - reader.pieces().last())
                        .sum(),
                all.stream().mapToLong(reader -> reader.pieces().outOfOrder()).sum(),
                all.stream()
                        .filter(reader -> reader.closed() || reader.error() != null)
                        .count(),
                stalled.size(),
                stalled.stream().filter(Reader::sentAway).count(),
                plan.joins(),
                wrong);
    }

    private String whole(int run) {
        return readers.get(run).getFirst().pieces().text();
    }

    private void await(Supplier<Future<?>> work) {
        CompletableFuture<Object> done = new CompletableFuture<>();
        vertx.runOnContext(start -> work.get().onSuccess(done::complete).onFailure(done::completeExceptionally));
        done.orTimeout(CONNECT_MINUTES, TimeUnit.MINUTES).join();
    }

    /** Waits until something is so on the event loop, or the time is over. */
    private void awaitUntil(BooleanSupplier isSo, int seconds) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        long timer = vertx.setPeriodic(CHECK_MILLIS, now -> {
            if (isSo.getAsBoolean()) {
                done.complete(null);
            }
        });
        done.completeOnTimeout(null, seconds, TimeUnit.SECONDS).join();
        vertx.cancelTimer(timer);
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
