package io.clawhub.client.connection;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Opens sockets. */
interface Sockets {

    /** Opens one; what becomes of it is told to the events. Never throws and never blocks for long. */
    void open(URI address, Map<String, String> headers, Duration timeout, Events events);

    /** Hears of one socket, on any thread, one call at a time. */
    interface Events {

        /** It is open; the first text comes after {@link Socket#more}. */
        void opened(Socket socket);

        /** A whole text; the next comes after {@link Socket#more}. */
        void text(String text);

        /** It was closed, broke, or could not be opened. Later calls have no effect. */
        void ended(Ending ending);
    }

    /**
     * How a socket ended.
     *
     * @param code the close code; {@link #BROKEN} when there was none
     * @param reason the peer's words, may be empty
     * @param httpStatus the answer to a refused upgrade, else 0
     * @param retryAfter how long the answer asks to wait, else null
     * @param cause what broke it, or null
     */
    record Ending(int code, String reason, int httpStatus, Duration retryAfter, Throwable cause) {

        /** RFC 6455 §7.1.5: no close frame came. */
        static final int BROKEN = 1006;

        static Ending broken(Throwable cause) {
            return new Ending(BROKEN, "", 0, null, cause);
        }

        static Ending closed(int code, String reason) {
            return new Ending(code, reason, 0, null, null);
        }
    }

    /** One open socket. */
    interface Socket {

        /** Writes a text; the next one must wait until this is written. */
        CompletableFuture<?> send(String text);

        /** The next text is welcome. */
        void more();

        /** Begins a clean close; {@link Events#ended} follows if the peer answers. */
        void close(int code);

        /** Ends it now, without a word. */
        void abort();
    }
}
