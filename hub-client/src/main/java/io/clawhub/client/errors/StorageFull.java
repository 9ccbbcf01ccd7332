package io.clawhub.client.errors;

/** The disk is full or failing: nothing more is taken until there is room. */
public final class StorageFull extends ClientException {

    public StorageFull(String message) {
        this(message, null);
    }

    public StorageFull(String message, Throwable cause) {
        super("STORAGE_FULL", message, cause);
    }
}
