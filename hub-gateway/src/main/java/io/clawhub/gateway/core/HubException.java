package io.clawhub.gateway.core;

/** A refusal, in the caller's words. Carries no stack trace: a refusal is an answer, not a fault. */
public final class HubException extends RuntimeException {

    private final HubError error;

    /**
     * A refusal.
     *
     * @param error the row of the table
     * @param message a sentence for the caller, free of internals
     */
    public HubException(HubError error, String message) {
        super(message, null, false, false);
        this.error = error;
    }

    /** The row of the table. */
    public HubError error() {
        return error;
    }

    /** What to tell a caller about any failure: refusals as they are, everything else as {@link HubError#INTERNAL}. */
    public static HubException of(Throwable failure) {
        return failure instanceof HubException refusal
                ? refusal
                : new HubException(HubError.INTERNAL, "the hub could not do this");
    }
}
