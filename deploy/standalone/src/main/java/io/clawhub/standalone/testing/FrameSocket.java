package io.clawhub.standalone.testing;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;

/**
 * A WebSocket client that sends what it is told and keeps every text frame it gets, for tests of a wire protocol. It can
 * stop reading, and it says how it was closed.
 */
public final class FrameSocket implements AutoCloseable {

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    /** Far above what a busy test machine needs; only a hang gets there. */
    private static final Duration DEADLINE = Duration.ofSeconds(30);
    /** Frames kept at most; a test that gets more has lost count anyway. */
    private static final int MAX_FRAMES = 1_000_000;

    private final BlockingQueue<String> frames = new LinkedBlockingQueue<>(MAX_FRAMES);
    private final CompletableFuture<Integer> closed = new CompletableFuture<>();
    private final AtomicReference<CompletableFuture<Void>> pong = new AtomicReference<>(new CompletableFuture<>());
    private WebSocket socket;

    private FrameSocket() {}

    /** Connects with these headers. Fails if the upgrade is refused. */
    public static FrameSocket connect(String url, Map<String, String> headers) {
        FrameSocket client = new FrameSocket();
        WebSocket.Builder builder = HTTP.newWebSocketBuilder().connectTimeout(DEADLINE);
        headers.forEach(builder::header);
        client.socket = builder.buildAsync(URI.create(url), client.new Listener())
                .orTimeout(DEADLINE.toMillis(), TimeUnit.MILLISECONDS)
                .join();
        return client;
    }

    /** Sends a text frame. */
    public FrameSocket send(String frame) {
        await(socket.sendText(frame, true));
        return this;
    }

    /** Sends a binary frame. */
    public FrameSocket sendBinary(byte[] bytes) {
        await(socket.sendBinary(ByteBuffer.wrap(bytes), true));
        return this;
    }

    /** Sends a text message in fragments of so many characters. */
    public FrameSocket sendFragments(String text, int characters) {
        for (int from = 0; from < text.length(); from += characters) {
            int to = Math.min(text.length(), from + characters);
            await(socket.sendText(text.substring(from, to), to == text.length()));
        }
        return this;
    }

    /** Sends a text frame, without caring whether the hub takes all of it. */
    public void sendBlindly(String frame) {
        socket.sendText(frame, true);
    }

    /** Sends a ping; completes with its pong. One at a time. */
    public CompletableFuture<Void> ping() {
        CompletableFuture<Void> answered = new CompletableFuture<>();
        pong.set(answered);
        await(socket.sendPing(ByteBuffer.allocate(0)));
        return answered;
    }

    /** The next frame; fails when none comes within 20 s. */
    public String next() {
        String frame = next(DEADLINE);
        if (frame == null) {
            throw new AssertionError("no frame within " + DEADLINE);
        }
        return frame;
    }

    /** The next frame, or null when none comes in this time. */
    public String next(Duration time) {
        try {
            return frames.poll(time.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    /** The next frame that this accepts; the others are dropped. */
    public String next(Predicate<String> wanted) {
        String frame = next();
        while (!wanted.test(frame)) {
            frame = next();
        }
        return frame;
    }

    /** What has come in and was not taken yet. */
    public List<String> pending() {
        return List.copyOf(frames);
    }

    /** The code the hub closed with; waits up to 20 s for it. */
    public int closeCode() {
        return await(closed);
    }

    /** Whether the socket is still open. */
    public boolean isOpen() {
        return !closed.isDone() && !socket.isOutputClosed();
    }

    /** Cuts the connection without a word. */
    public void abort() {
        socket.abort();
    }

    @Override
    public void close() {
        if (!socket.isOutputClosed()) {
            socket.sendClose(WebSocket.NORMAL_CLOSURE, "bye")
                    .exceptionally(failure -> socket)
                    .orTimeout(DEADLINE.toMillis(), TimeUnit.MILLISECONDS)
                    .join();
        }
    }

    private static <T> T await(CompletableFuture<T> future) {
        return future.copy()
                .orTimeout(DEADLINE.toMillis(), TimeUnit.MILLISECONDS)
                .join();
    }

    private final class Listener implements WebSocket.Listener {
        private final StringBuilder partial = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
            partial.append(data);
            if (last) {
                frames.add(partial.toString());
                partial.setLength(0);
            }
            from.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onPong(WebSocket from, ByteBuffer message) {
            pong.get().complete(null);
            from.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
            closed.complete(code);
            return null;
        }

        @Override
        public void onError(WebSocket from, Throwable failure) {
            closed.completeExceptionally(failure);
        }
    }
}
