package io.clawhub.client;

/** The hub did not take a message. When {@link #retryable()}, send it again under the same {@link #messageId()}. */
public final class SendRejectedException extends HubException {

    private final String messageId;

    SendRejectedException(String messageId, String code, String message, boolean retryable) {
        super(code, message, retryable);
        this.messageId = messageId;
    }

    /** The id it was sent under. */
    public String messageId() {
        return messageId;
    }
}
