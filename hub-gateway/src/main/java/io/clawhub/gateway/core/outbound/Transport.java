package io.clawhub.gateway.core.outbound;

import java.util.function.Consumer;

/** A socket as the queue sees it. All calls come from the executor that the queue was made with. */
public interface Transport {

    /** Writes a text frame and reports whether it reached the socket. */
    void write(String frame, Consumer<Boolean> written);

    /** Closes the socket with this code and reason. */
    void close(int code, String reason);
}
