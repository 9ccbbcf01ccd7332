package io.clawhub.client.connection;

import java.util.concurrent.CompletableFuture;

import io.clawhub.client.errors.ClientException;
import io.clawhub.client.wire.Wire;
import io.clawhub.client.wire.WireEvent;

/**
 * One kept connection of one client. It reconnects until it is closed, or until the hub says that trying again would not help.
 */
public interface Connection extends AutoCloseable {

    /** Hears of the connection. Called one at a time, in order, never on a thread that may be blocked for long. */
    interface Listener {

        /** It stands differently. {@code cause} is set with {@code FAILED}, and with {@code BACKOFF} if it is known. */
        void state(ConnectionState state, ClientException cause);

        /** The hub told something. In order of arrival; nothing of a former socket comes after {@code Welcome} of a new one. */
        void event(WireEvent event);

        /** Where the client stands; asked before each greeting. */
        Wire.Resume resume();
    }

    /** Starts connecting, if it has not. */
    void open();

    /**
     * Writes a frame to the current socket. Frames are written in the order of the calls.
     *
     * @return fails with {@link io.clawhub.client.errors.NotConnected} when there is no identified connection, and with
     *     {@link io.clawhub.client.errors.QueueFull} beyond the bound of frames waiting
     */
    CompletableFuture<Void> write(String frame);

    /** There is something to send: try to connect now rather than after the backoff; at most once a second. */
    void wake();

    /** Stops or goes on reading: backpressure from the application. */
    void read(boolean on);

    /** Where it stands. */
    ConnectionState state();

    /** Says goodbye, waits up to 2 s for it, and stops. */
    @Override
    void close();
}
