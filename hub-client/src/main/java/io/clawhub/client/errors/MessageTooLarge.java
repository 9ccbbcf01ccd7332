package io.clawhub.client.errors;

/** The message is beyond the limit: make it shorter, or attach it as a file. */
public final class MessageTooLarge extends ClientException {

    public MessageTooLarge(String message) {
        this(message, null);
    }

    public MessageTooLarge(String message, Throwable cause) {
        super("MESSAGE_TOO_LARGE", message, cause);
    }
}
