package io.clawhub.client.errors;

/** The hub speaks no version that this client knows: update one of the two. */
public final class ProtocolVersionError extends ClientException {

    public ProtocolVersionError(String message) {
        this(message, null);
    }

    public ProtocolVersionError(String message, Throwable cause) {
        super("VERSION_REFUSED", message, cause);
    }
}
