package io.clawhub.load.clients;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import io.clawhub.client.IMClient;
import io.clawhub.client.connection.ConnectionState;

/** The command line. Exit code 1 when a client did not connect, a message was missing or came twice, 2 for bad arguments. */
@Command(
        name = "clients",
        mixinStandardHelpOptions = true,
        description = "Many clients in one process: their memory, and how they come back when the hub restarts.")
public final class ClientsMeasurement implements Callable<Integer> {

    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final int AT_ONCE = 50;
    private static final int WARM = 20;
    private static final int KIB = 1024;

    @Option(names = "--clients", defaultValue = "1000", description = "Clients (${DEFAULT-VALUE}).")
    int clients;

    @Option(names = "--url", defaultValue = "http://127.0.0.1:8080", description = "The hub (${DEFAULT-VALUE}).")
    String url;

    @Option(names = "--restart", description = "Then wait until the hub was restarted, and tell how they came back.")
    boolean restart;

    @Spec
    CommandSpec spec;

    private final Attempts attempts = new Attempts();
    private final Set<String> received = ConcurrentHashMap.newKeySet();
    private final Set<String> repeated = ConcurrentHashMap.newKeySet();
    private final String run = Long.toString(System.currentTimeMillis(), Character.MAX_RADIX);

    /** Runs the command line. */
    public static void main(String[] args) {
        System.exit(new CommandLine(new ClientsMeasurement()).execute(args));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        Path home = Files.createTempDirectory("clients");
        List<IMClient> warm = connect(home, "warm", WARM);
        ring(warm, "warm");
        Footprint before = Footprint.now();
        out.printf("%d clients: %s%n", WARM, before);
        out.flush();

        List<IMClient> all = connect(home, "client", clients);
        Footprint idle = Footprint.now();
        out.printf("%d more, idle: %s; heap per client %.1f KiB%n", clients, idle, perClient(before, idle));
        ring(all, "client");
        Footprint used = Footprint.now();
        out.printf("after each sent and got a message: %s; heap per client %.1f KiB%n", used, perClient(before, used));
        out.println("threads: " + used.threads());
        out.flush();
        boolean sound = received.size() == WARM + clients && repeated.isEmpty();
        if (restart) {
            sound &= comeBack(all, out);
        }
        out.printf("received %d of %d, repeated %d%n", received.size(), WARM + clients, repeated.size());
        out.flush();
        all.forEach(IMClient::close);
        warm.forEach(IMClient::close);
        return sound ? 0 : 1;
    }

    private double perClient(Footprint before, Footprint after) {
        return (after.heapBytes() - before.heapBytes()) / (double) clients / KIB;
    }

    private List<IMClient> connect(Path home, String kind, int number) throws InterruptedException {
        List<IMClient> connected = new ArrayList<>();
        List<Thread> connecting = new ArrayList<>();
        Semaphore turn = new Semaphore(AT_ONCE);
        for (int index = 0; index < number; index++) {
            String id = id(kind, index);
            IMClient client = new IMClient(home.resolve(id).toString(), url, id);
            client.onMessage(message -> {
                if (!received.add(message.text())) {
                    repeated.add(message.text());
                }
            });
            client.onConnection((state, cause) -> {
                if (state == ConnectionState.CONNECTING) {
                    attempts.tried();
                }
            });
            connected.add(client);
            connecting.add(Thread.ofVirtual().start(() -> {
                turn.acquireUninterruptibly();
                try {
                    client.connect(PATIENCE);
                } finally {
                    turn.release();
                }
            }));
        }
        for (Thread thread : connecting) {
            thread.join();
        }
        return connected;
    }

    /** Each says something to the next. */
    private void ring(List<IMClient> all, String kind) throws InterruptedException {
        int expected = received.size() + all.size();
        for (int index = 0; index < all.size(); index++) {
            all.get(index).sendMessage(id(kind, (index + 1) % all.size()), run + kind + index);
        }
        await("messages", () -> received.size() >= expected);
    }

    private boolean comeBack(List<IMClient> all, PrintWriter out) throws InterruptedException {
        out.println("Now restart the hub.");
        out.flush();
        await("the hub's end", () -> online(all) == 0);
        attempts.forget();
        await("the clients' return", () -> online(all) == all.size());
        out.printf(
                "all back: %d attempts in %.1f s, at most %d in a tenth of a second%n",
                attempts.total(), attempts.seconds(), attempts.peak());
        return true;
    }

    private static long online(List<IMClient> all) {
        return all.stream()
                .filter(client -> client.status() == ConnectionState.ONLINE)
                .count();
    }

    private static void await(String what, BooleanSupplier condition) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("waited in vain for " + what);
            }
            Thread.sleep(20);
        }
    }

    private String id(String kind, int index) {
        return kind + "-" + run + "-" + index;
    }
}
