package io.clawhub.client.errors;

/** The hub refused the credential, or the agent id belongs to somebody else: check the token. */
public final class AuthError extends ClientException {

    public AuthError(String message) {
        this(message, null);
    }

    public AuthError(String message, Throwable cause) {
        super("AUTH_FAILED", message, cause);
    }
}
