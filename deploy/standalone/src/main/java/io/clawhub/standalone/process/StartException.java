package io.clawhub.standalone.process;

/** A part of the hub did not start; the message is for the user and may end with the last lines of its log. */
public final class StartException extends RuntimeException {
    public StartException(String message) {
        super(message);
    }

    public StartException(String message, Throwable cause) {
        super(message, cause);
    }
}
