package io.clawhub.client.connection;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Stands between a client and a hub; from a moment on it swallows what the open connections send, without closing them. */
final class DeafProxy implements AutoCloseable {

    private final ServerSocket server;
    private final int target;
    private final List<Pair> pairs = new CopyOnWriteArrayList<>();

    DeafProxy(int target) throws IOException {
        this.target = target;
        this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        daemon(this::accept);
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getLocalPort());
    }

    /** What is open now gets nothing any more, in either direction, and is not closed. */
    void goDeaf() {
        pairs.forEach(pair -> pair.deaf = true);
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Pair pair = new Pair(server.accept(), new Socket(InetAddress.getLoopbackAddress(), target));
                pairs.add(pair);
                daemon(() -> pair.copy(pair.near, pair.far));
                daemon(() -> pair.copy(pair.far, pair.near));
            } catch (IOException e) {
                return;
            }
        }
    }

    private static void daemon(Runnable task) {
        Thread thread = new Thread(task, "deaf-proxy");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Pair pair : pairs) {
            pair.near.close();
            pair.far.close();
        }
    }

    private static final class Pair {

        private final Socket near;
        private final Socket far;
        private volatile boolean deaf;

        Pair(Socket near, Socket far) {
            this.near = near;
            this.far = far;
        }

        private void copy(Socket from, Socket to) {
            byte[] buffer = new byte[8192];
            try (InputStream in = from.getInputStream();
                    OutputStream out = to.getOutputStream()) {
                for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                    if (!deaf) {
                        out.write(buffer, 0, read);
                        out.flush();
                    }
                }
            } catch (IOException e) {
                // One side went; closing the other is all there is to do, and has happened.
            }
        }
    }
}
