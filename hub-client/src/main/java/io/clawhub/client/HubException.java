package io.clawhub.client;

import java.util.Set;

/** The hub, or this client on its behalf, refused something. */
public sealed class HubException extends RuntimeException permits SendRejectedException {

    /** This client's send queue is full: the hub reads slower than the agent writes. */
    public static final String SEND_QUEUE_FULL = "SEND_QUEUE_FULL";
    /** The connection is closed or was never opened. */
    public static final String NOT_CONNECTED = "NOT_CONNECTED";
    /** The hub sent something that is not of the protocol. */
    public static final String BAD_FRAME = "BAD_FRAME";

    /** Codes that mean "the same request may work later", for frames that do not say so themselves. */
    private static final Set<String> RETRYABLE =
            Set.of(SEND_QUEUE_FULL, NOT_CONNECTED, "RATE_LIMITED", "TEMPORARILY_UNAVAILABLE", "UNAVAILABLE");

    private final String code;
    private final boolean retryable;

    HubException(String code, String message) {
        this(code, message, RETRYABLE.contains(code));
    }

    HubException(String code, String message, boolean retryable) {
        super(code + (message == null || message.isEmpty() ? "" : ": " + message));
        this.code = code;
        this.retryable = retryable;
    }

    /** Stable, in capitals; the protocol's {@code error_code} or one of this class' constants. */
    public String code() {
        return code;
    }

    /** Whether the same request may succeed later. */
    public boolean retryable() {
        return retryable;
    }

    static boolean retryableByDefault(String code) {
        return RETRYABLE.contains(code);
    }
}
