package io.clawhub.standalone.process;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/** TCP ports of the loopback interface. */
public final class Ports {
    /** Below the range from which Linux and macOS pick the ports of outgoing connections. */
    private static final int FIRST_RANDOM = 20_000;

    private static final int END_RANDOM = 32_000;
    private static final int ATTEMPTS = 1_000;

    private Ports() {}

    /**
     * A port nobody listens on, nor on the one after it. It comes from a range no outgoing connection takes, so that a server which is stopped
     * finds it free when it starts again.
     */
    public static int random() {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            int port = ThreadLocalRandom.current().nextInt(FIRST_RANDOM, END_RANDOM);
            if (isFree(port) && isFree(port + 1)) {
                return port;
            }
        }
        throw new IllegalStateException("No free port between " + FIRST_RANDOM + " and " + END_RANDOM);
    }

    /** As {@link #random()}, so many of them, no two alike or next to each other. */
    public static List<Integer> random(int count) {
        List<Integer> ports = new ArrayList<>();
        while (ports.size() < count) {
            int port = random();
            if (ports.stream().noneMatch(other -> Math.abs(other - port) <= 1)) {
                ports.add(port);
            }
        }
        return ports;
    }

    public static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
