package io.clawhub.client.errors;

/** There is no connection to the hub now: wait for it, or send with wait QUEUED. */
public final class NotConnected extends ClientException {

    public NotConnected(String message) {
        this(message, null);
    }

    public NotConnected(String message, Throwable cause) {
        super("NOT_CONNECTED", message, cause);
    }
}
