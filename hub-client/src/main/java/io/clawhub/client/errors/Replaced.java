package io.clawhub.client.errors;

/** Another process took over under the same client id: give each process its own workspace. */
public final class Replaced extends ClientException {

    public Replaced(String message) {
        this(message, null);
    }

    public Replaced(String message, Throwable cause) {
        super("REPLACED", message, cause);
    }
}
