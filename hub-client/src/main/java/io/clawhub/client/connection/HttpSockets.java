package io.clawhub.client.connection;

import java.net.URI;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/** WebSockets of the JDK, all of one HTTP client. */
final class HttpSockets implements Sockets {

    /** A hub that asks for a longer pause than this is not taken at its word. */
    private static final long MAX_RETRY_AFTER_SECONDS = 300;

    private final int maxFrameChars;

    HttpSockets(int maxFrameChars) {
        this.maxFrameChars = maxFrameChars;
    }

    @Override
    public void open(URI address, Map<String, String> headers, Duration timeout, Events events) {
        try {
            WebSocket.Builder builder =
                    ClientThreads.http().newWebSocketBuilder().connectTimeout(timeout);
            headers.forEach(builder::header);
            builder.buildAsync(address, new Adapter(events)).whenComplete((opened, failure) -> {
                if (failure != null) {
                    events.ended(refused(failure));
                }
            });
        } catch (RuntimeException e) {
            events.ended(Ending.broken(e));
        }
    }

    private static Ending refused(Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        if (cause instanceof WebSocketHandshakeException handshake) {
            int status = handshake.getResponse().statusCode();
            Duration retryAfter = handshake
                    .getResponse()
                    .headers()
                    .firstValue("Retry-After")
                    // Dates are allowed there too; then the ordinary pause does.
                    .filter(value -> value.matches("[0-9]{1,9}"))
                    .map(value -> Duration.ofSeconds(Math.min(MAX_RETRY_AFTER_SECONDS, Long.parseLong(value))))
                    .orElse(null);
            return new Ending(Ending.BROKEN, "", status, retryAfter, cause);
        }
        return Ending.broken(cause);
    }

    /** The JDK's callbacks, turned into whole texts. */
    private final class Adapter implements WebSocket.Listener {

        private final Events events;
        private final TextAssembler texts = new TextAssembler(maxFrameChars);

        Adapter(Events events) {
            this.events = events;
        }

        @Override
        public void onOpen(WebSocket socket) {
            events.opened(new Open(socket));
        }

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            String whole;
            try {
                whole = texts.add(data, last);
            } catch (IllegalStateException e) {
                socket.abort();
                events.ended(Ending.broken(e));
                return null;
            }
            if (whole == null) {
                socket.request(1);
            } else {
                events.text(whole);
            }
            return null;
        }

        @Override
        public CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
            // Neither protocol has binary frames; one is as if it had not come.
            socket.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onClose(WebSocket socket, int statusCode, String reason) {
            events.ended(Ending.closed(statusCode, reason));
            return null;
        }

        @Override
        public void onError(WebSocket socket, Throwable error) {
            events.ended(Ending.broken(error));
        }
    }

    private record Open(WebSocket socket) implements Socket {

        @Override
        public CompletableFuture<?> send(String text) {
            return socket.sendText(text, true);
        }

        @Override
        public void more() {
            socket.request(1);
        }

        @Override
        public void close(int code) {
            socket.sendClose(code, "");
        }

        @Override
        public void abort() {
            socket.abort();
        }
    }
}
