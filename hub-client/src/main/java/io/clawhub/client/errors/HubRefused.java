package io.clawhub.client.errors;

/** The hub refused a request. */
public final class HubRefused extends ClientException {

    private final boolean retryable;

    public HubRefused(String code, String message, boolean retryable) {
        super(code, message == null || message.isEmpty() ? code : code + ": " + message, null);
        this.retryable = retryable;
    }

    /** Whether the same request may succeed later. */
    public boolean retryable() {
        return retryable;
    }
}
