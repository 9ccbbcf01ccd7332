package io.clawhub.client.errors;

/** A file of the workspace cannot be read and must not be guessed: repair or remove it. */
public final class Corrupt extends ClientException {

    public Corrupt(String message) {
        this(message, null);
    }

    public Corrupt(String message, Throwable cause) {
        super("CORRUPT", message, cause);
    }
}
