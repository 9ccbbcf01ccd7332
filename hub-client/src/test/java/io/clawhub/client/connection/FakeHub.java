package io.clawhub.client.connection;

import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.channels.SelectionKey;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;

import org.java_websocket.WebSocket;
import org.java_websocket.WebSocketImpl;
import org.java_websocket.handshake.ClientHandshake;
import org.java_websocket.server.WebSocketServer;

/** A real WebSocket server that plays a hub: greets, answers pings, and otherwise does what the test says. */
public final class FakeHub extends WebSocketServer implements AutoCloseable {

    private final CountDownLatch started = new CountDownLatch(1);
    private final List<WebSocket> sockets = new CopyOnWriteArrayList<>();
    private final List<String> frames = new CopyOnWriteArrayList<>();
    private volatile BiConsumer<WebSocket, String> onFrame = FakeHub::greet;

    private FakeHub(int port) {
        super(new InetSocketAddress("127.0.0.1", port), 1);
        setReuseAddr(true);
        setDaemon(true);
        setConnectionLostTimeout(0);
    }

    public static FakeHub started() throws InterruptedException {
        return started(0);
    }

    public static FakeHub started(int port) throws InterruptedException {
        FakeHub hub = new FakeHub(port);
        hub.await();
        return hub;
    }

    private void await() throws InterruptedException {
        start();
        if (!started.await(30, TimeUnit.SECONDS)) {
            throw new IllegalStateException("the test's hub did not start");
        }
    }

    public URI url() {
        return URI.create("http://127.0.0.1:" + getPort());
    }

    /** What to do with each frame. */
    public void onFrame(BiConsumer<WebSocket, String> action) {
        onFrame = action;
    }

    /** All frames of all sockets so far. */
    public List<String> frames() {
        return frames;
    }

    /** Frames of this type so far. */
    public List<String> frames(String type) {
        return frames.stream()
                .filter(frame -> frame.contains("\"" + type + "\""))
                .toList();
    }

    /** All sockets so far, oldest first. */
    public List<WebSocket> sockets() {
        return sockets;
    }

    public WebSocket newest() {
        return sockets.get(sockets.size() - 1);
    }

    /** Breaks the newest socket without a close frame. */
    public void cut() {
        cut(newest());
    }

    /** Breaks this socket without a close frame. */
    public static void cut(WebSocket broken) {
        WebSocketImpl socket = (WebSocketImpl) broken;
        SelectionKey key = socket.getSelectionKey();
        socket.closeConnection(1006, "");
        // The channel is closed for good only when its selector looks.
        key.selector().wakeup();
    }

    /** The ordinary answers to hello and ping. */
    public static boolean greet(WebSocket socket, String frame) {
        if (frame.contains("\"hello\"")) {
            socket.send("{\"t\":\"welcome\",\"v\":1,\"session_id\":\"s\",\"agent_id\":\"a\",\"epoch\":\"e1\","
                    + "\"recovered\":true,\"limits\":{\"text_max_bytes\":65536}}");
            socket.send("{\"t\":\"caught_up\"}");
            return true;
        }
        if (frame.contains("\"ping\"")) {
            socket.send(frame.replace("ping", "pong"));
            return true;
        }
        return false;
    }

    @Override
    public void onOpen(WebSocket socket, ClientHandshake handshake) {
        sockets.add(socket);
    }

    @Override
    public void onMessage(WebSocket socket, String frame) {
        frames.add(frame);
        onFrame.accept(socket, frame);
    }

    @Override
    public void onClose(WebSocket socket, int code, String reason, boolean remote) {
        // Tests look at the sockets themselves.
    }

    @Override
    public void onError(WebSocket socket, Exception failure) {
        // A socket that breaks is what these tests are about.
    }

    @Override
    public void onStart() {
        started.countDown();
    }

    @Override
    public void close() {
        try {
            stop(1000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
