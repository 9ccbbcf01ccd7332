package io.clawhub.client.errors;

/** No such contact, or the hub knows no such recipient. */
public final class UnknownContact extends ClientException {

    public UnknownContact(String message) {
        this(message, null);
    }

    public UnknownContact(String message, Throwable cause) {
        super("UNKNOWN_CONTACT", message, cause);
    }
}
