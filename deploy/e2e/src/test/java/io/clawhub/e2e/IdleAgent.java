package io.clawhub.e2e;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import io.clawhub.standalone.HubProcesses;
import io.clawhub.standalone.testing.FrameSocket;

import static org.assertj.core.api.Assertions.assertThat;

/** A plain dialect A connection that only pings, as its library does, on a hub where much goes on. */
final class IdleAgent implements AutoCloseable {

    private static final Duration IDLE = Duration.ofMinutes(2);
    private static final Duration PING = Duration.ofSeconds(20);

    private final long start = System.nanoTime();
    private final FrameSocket socket;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().factory());
    private volatile CompletableFuture<Void> pong = CompletableFuture.completedFuture(null);

    IdleAgent(HubProcesses hub) {
        socket = FrameSocket.connect(hub.gatewayUrl(1), Map.of("X-Agent-Id", Names.fresh("idle")));
        clock.scheduleAtFixedRate(() -> pong = socket.ping(), 0, PING.toSeconds(), TimeUnit.SECONDS);
    }

    /** Waits for the rest of two minutes; fails when any frame came. */
    void assertHeardNothingForTwoMinutes() {
        Duration left = IDLE.minusNanos(System.nanoTime() - start);
        if (left.isPositive()) {
            Soon.within(left.plus(Soon.DEADLINE))
                    .until(() -> System.nanoTime() - start >= IDLE.toNanos() || !heard().isEmpty());
        }
        assertThat(heard()).isEmpty();
        assertThat(socket.isOpen()).isTrue();
        Soon.await().until(pong::isDone);
    }

    private List<String> heard() {
        return socket.pending();
    }

    @Override
    public void close() {
        clock.shutdownNow();
        socket.close();
    }
}
