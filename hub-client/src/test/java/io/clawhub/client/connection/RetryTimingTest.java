package io.clawhub.client.connection;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.Test;

import io.clawhub.client.doubles.ManualTimer;
import io.clawhub.client.wire.Credential;
import io.clawhub.client.wire.ImWire;

import static org.assertj.core.api.Assertions.assertThat;

/** When tries happen, on a clock of the test's own: nothing here waits. */
class RetryTimingTest {

    private static final String WELCOME = "{\"t\":\"welcome\",\"session_id\":\"s\",\"epoch\":\"e\",\"recovered\":true}";

    private final ManualTimer timer = new ManualTimer();
    private final Random random = new Random(7);
    private final List<Long> tries = new ArrayList<>();
    private final List<Sockets.Events> sockets = new ArrayList<>();
    private final List<URI> polled = new ArrayList<>();
    private boolean hubIsUp;

    /** 1000 clients lose their hub in the same moment. */
    @Test
    void aThousandClientsComeBackSpreadOut() {
        hubIsUp = true;
        for (int client = 0; client < 1000; client++) {
            connection();
        }
        List<Sockets.Events> lost = List.copyOf(sockets);
        tries.clear();
        hubIsUp = false;
        lost.forEach(socket -> socket.ended(Sockets.Ending.closed(1012, "restarting")));

        timer.advance(Duration.ofSeconds(40));

        int[] perHundredMillis = new int[400];
        tries.forEach(at -> perHundredMillis[(int) (at / 100_000_000)]++);
        // The first 500 ms hold every client's first try: a fifth in each tenth of a second, and no peak above.
        for (int slot = 0; slot < 5; slot++) {
            assertThat(perHundredMillis[slot]).isBetween(100, 600);
        }
        int late = 0;
        for (int slot = 100; slot < 400; slot++) {
            assertThat(perHundredMillis[slot]).isLessThan(60);
            late += perHundredMillis[slot];
        }
        assertThat(late).isBetween(1000, 9000);
    }

    @Test
    void pausesGrowAndBeginSmallAgainOnlyAfterAMinuteOnline() {
        Backoff most = new Backoff(Duration.ofMillis(500), Duration.ofSeconds(30), () -> 1.0);
        List<Long> millis = new ArrayList<>();
        for (int failure = 0; failure < 8; failure++) {
            millis.add(most.next().toMillis());
        }
        assertThat(millis).containsExactly(500L, 1000L, 2000L, 4000L, 8000L, 16000L, 30000L, 30000L);

        hubIsUp = true;
        connection();
        for (int drop = 0; drop < 5; drop++) {
            timer.advance(Duration.ofSeconds(50));
            newest().ended(Sockets.Ending.broken(null));
        }
        tries.clear();
        long before = timer.nanoTime();
        timer.advance(Duration.ofSeconds(61 + 8));
        newest().text("{\"t\":\"typing\",\"conversation_id\":\"c\",\"on\":true}");
        assertThat(tries).hasSize(1);
        assertThat(tries.get(0) - before).isGreaterThan(500_000_000L);

        tries.clear();
        timer.advance(Duration.ofSeconds(120));
        newest().ended(Sockets.Ending.broken(null));
        before = timer.nanoTime();
        timer.advance(Duration.ofSeconds(5));
        assertThat(tries.get(0) - before).isLessThanOrEqualTo(500_000_000L);
    }

    @Test
    void comesNoEarlierThanTheHubAsks() {
        hubIsUp = true;
        KeptConnection connection = connection();
        tries.clear();
        newest().text("{\"t\":\"error\",\"code\":\"RATE_LIMITED\",\"message\":\"\",\"recoverable\":true,"
                + "\"retry_after_ms\":20000}");
        newest().ended(Sockets.Ending.closed(1013, "slow down"));

        timer.advance(Duration.ofMillis(19_999));
        connection.wake();
        assertThat(tries).isEmpty();

        timer.advance(Duration.ofMillis(2));
        assertThat(tries).hasSize(1);
    }

    @Test
    void wakesAtMostOnceASecond() {
        KeptConnection connection = connection();
        tries.clear();
        for (int call = 0; call < 10; call++) {
            connection.wake();
        }
        assertThat(tries).hasSize(1);

        timer.advance(Duration.ofMillis(1001));
        int before = tries.size();
        connection.wake();
        assertThat(tries).hasSize(before + 1);
    }

    @Test
    void pollsWhenSocketsDoNotGetThrough() {
        KeptConnection connection = connection();
        assertThat(connection.state()).isEqualTo(ConnectionState.BACKOFF);

        timer.advance(Duration.ofSeconds(60));

        assertThat(polled).isNotEmpty();
        assertThat(polled.get(0)).hasToString("http://h/im/v1");
    }

    private Sockets.Events newest() {
        return sockets.get(sockets.size() - 1);
    }

    private KeptConnection connection() {
        Surroundings around =
                new Surroundings(timer, Runnable::run, Runnable::run, random::nextDouble, this::open, this::poll);
        KeptConnection connection = new KeptConnection(
                new ImWire(URI.create("http://h"), "a", "c", Credential.none()),
                new Recorder(),
                // No beat disturbs these tests.
                ConnectionSettings.defaults().withHeartbeat(Duration.ofDays(9), Duration.ofDays(1)),
                around);
        connection.open();
        return connection;
    }

    private void open(URI address, Map<String, String> headers, Duration timeout, Sockets.Events events) {
        tries.add(timer.nanoTime());
        if (!hubIsUp) {
            events.ended(Sockets.Ending.broken(null));
            return;
        }
        sockets.add(events);
        events.opened(new SilentSocket());
        events.text(WELCOME);
        events.text("{\"t\":\"caught_up\"}");
    }

    private void poll(URI address, Map<String, String> headers, Duration timeout, Sockets.Events events) {
        tries.add(timer.nanoTime());
        polled.add(address);
        events.ended(Sockets.Ending.broken(null));
    }

    private static final class SilentSocket implements Sockets.Socket {
        @Override
        public CompletableFuture<?> send(String text) {
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public void more() {
            // Says what it has at once.
        }

        @Override
        public void close(int code) {
            // The peer never answers.
        }

        @Override
        public void abort() {
            // Nothing to free.
        }
    }
}
