package io.clawhub.events;

/** A record that this version cannot read. It goes to the dead-letter topic with this message as the reason. */
public final class UnreadableEventException extends RuntimeException {

    public UnreadableEventException(String reason, Throwable cause) {
        super(reason, cause);
    }
}
