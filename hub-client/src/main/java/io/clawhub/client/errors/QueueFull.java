package io.clawhub.client.errors;

/** Too much waits to be sent or handled: slow down, and try again later. */
public final class QueueFull extends ClientException {

    public QueueFull(String message) {
        this(message, null);
    }

    public QueueFull(String message, Throwable cause) {
        super("QUEUE_FULL", message, cause);
    }
}
