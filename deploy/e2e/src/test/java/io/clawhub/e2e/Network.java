package io.clawhub.e2e;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

/** The network between a client and the hub: it can point elsewhere, go silent without a word, refuse, and break. */
final class Network implements AutoCloseable {

    private static final int CHUNK = 16 * 1024;
    private static final int CONNECT_MILLIS = 2_000;

    private final ServerSocket door;
    private final Set<Link> links = ConcurrentHashMap.newKeySet();
    private volatile int hubPort;
    private volatile boolean silent;
    private volatile boolean refusing;
    /** Asked of what the hub says; a link of which it holds is cut before the client hears it. */
    private volatile Predicate<String> cutBefore = said -> false;

    private record Link(Socket client, Socket hub) {
        void cut() {
            for (Socket socket : new Socket[] {client, hub}) {
                try {
                    if (!socket.isClosed()) {
                        // A reset: nothing is said goodbye to.
                        socket.setSoLinger(true, 0);
                    }
                    socket.close();
                } catch (IOException closedMeanwhile) {
                    // Both directions cut; the other one was the first.
                }
            }
        }
    }

    Network(int hubPort) {
        this.hubPort = hubPort;
        try {
            this.door = new ServerSocket(0, 256, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::accept);
    }

    String url() {
        return "http://127.0.0.1:" + door.getLocalPort();
    }

    /** New connections go to this port from now on. */
    void pointTo(int port) {
        hubPort = port;
    }

    /** Bytes vanish, connections stay. */
    void goSilent(boolean on) {
        silent = on;
    }

    /** New connections are closed at once. */
    void refuse(boolean on) {
        refusing = on;
    }

    /** Breaks every connection. */
    void cut() {
        links.forEach(Link::cut);
    }

    /** Breaks a connection instead of handing on what the hub says if that holds. */
    void cutBefore(Predicate<String> said) {
        cutBefore = said;
    }

    private void accept() {
        while (!door.isClosed()) {
            try {
                Socket client = door.accept();
                Thread.ofVirtual().start(() -> connect(client));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void connect(Socket client) {
        Socket hub = new Socket();
        Link link = new Link(client, hub);
        try {
            if (refusing) {
                link.cut();
                return;
            }
            hub.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), hubPort), CONNECT_MILLIS);
            links.add(link);
            Thread.ofVirtual().start(() -> pump(link, client, hub, said -> false));
            pump(link, hub, client, said -> cutBefore.test(new String(said, ISO_8859_1)));
        } catch (IOException unreachable) {
            link.cut();
        }
    }

    private void pump(Link link, Socket from, Socket to, Predicate<byte[]> cutting) {
        byte[] chunk = new byte[CHUNK];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
                if (cutting.test(Arrays.copyOf(chunk, read))) {
                    break;
                }
                if (!silent) {
                    out.write(chunk, 0, read);
                }
            }
        } catch (IOException broken) {
            // The other direction learns of it by the cut.
        } finally {
            links.remove(link);
            link.cut();
        }
    }

    @Override
    public void close() {
        try {
            door.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        cut();
    }
}
