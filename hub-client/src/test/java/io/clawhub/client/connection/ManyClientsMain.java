package io.clawhub.client.connection;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.clawhub.client.ChatClient;

/**
 * Measures what idle clients cost: starts so many in one JVM against the hub at {@code args[0]} and prints, after a collection, the
 * bytes of heap and of direct buffers per client beyond the first client's, and how many threads there are. The hub should be another process:
 * without a URL a server of this process is used, whose own memory counts as well.
 */
final class ManyClientsMain {

    private ManyClientsMain() {}

    public static void main(String[] args) throws Exception {
        int count = args.length > 1 ? Integer.parseInt(args[1]) : 1000;
        if (args.length > 0) {
            measure(args[0], count);
            return;
        }
        try (FakeHub hub = FakeHub.started()) {
            hub.onFrame((socket, frame) -> {
                if (frame.contains("\"connect\"")) {
                    socket.send("{\"type\":\"connected\",\"client_id\":\"1\",\"agent_id\":\"a\"}");
                } else if (frame.contains("\"ping\"")) {
                    socket.send("{\"type\":\"pong\"}");
                }
            });
            measure(hub.url().toString(), count);
        }
    }

    private static void measure(String url, int count) throws InterruptedException {
        List<ChatClient> clients = new ArrayList<>();
        connect(url, clients, 1);
        long heap = heap();
        long direct = direct();
        int threads = Thread.activeCount();
        connect(url, clients, count);
        long heapAfter = heap();
        say("clients", count);
        say("heap bytes per client", (heapAfter - heap) / (count - 1));
        say("direct buffer bytes per client", (direct() - direct) / (count - 1));
        say("threads with one client", threads);
        say("threads with all", Thread.activeCount());
        CountDownLatch closed = new CountDownLatch(clients.size());
        clients.forEach(client -> CompletableFuture.runAsync(() -> {
            client.close();
            closed.countDown();
        }));
        closed.await(120, TimeUnit.SECONDS);
    }

    private static void connect(String url, List<ChatClient> clients, int upTo) {
        List<CompletableFuture<Void>> connecting = new ArrayList<>();
        while (clients.size() < upTo) {
            ChatClient client = ChatClient.builder()
                    .url(url)
                    .agentId("many-" + clients.size())
                    .timeout(java.time.Duration.ofSeconds(120))
                    .build();
            clients.add(client);
            connecting.add(client.connect());
            if (connecting.size() % 50 == 0) {
                CompletableFuture.allOf(connecting.toArray(CompletableFuture[]::new))
                        .join();
            }
        }
        CompletableFuture.allOf(connecting.toArray(CompletableFuture[]::new)).join();
    }

    private static long heap() throws InterruptedException {
        for (int round = 0; round < 5; round++) {
            System.gc();
            TimeUnit.MILLISECONDS.sleep(300);
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private static long direct() {
        return ManagementFactory.getPlatformMXBeans(java.lang.management.BufferPoolMXBean.class).stream()
                .mapToLong(java.lang.management.BufferPoolMXBean::getMemoryUsed)
                .sum();
    }

    private static void say(String what, long value) {
        System.out.println(what + ": " + value);
    }
}
