package io.clawhub.client.errors;

/** The root of what this library throws. {@link #code()} is stable; the message says what to do. */
public abstract sealed class ClientException extends RuntimeException
        permits AuthError,
                Corrupt,
                HubRefused,
                MessageTooLarge,
                NotConnected,
                ProtocolVersionError,
                QueueFull,
                Replaced,
                StorageFull,
                UnknownContact,
                WorkspaceLocked,
                WorkspaceMismatch {

    private final String code;

    ClientException(String code, String message, Throwable cause) {
        super(message, cause);
        this.code = code;
    }

    /** Stable, in capitals. */
    public String code() {
        return code;
    }
}
