package io.clawhub.client.connection;

import io.clawhub.client.errors.AuthError;
import io.clawhub.client.errors.ClientException;
import io.clawhub.client.errors.NotConnected;
import io.clawhub.client.errors.ProtocolVersionError;
import io.clawhub.client.errors.Replaced;
import io.clawhub.client.message.SendFailure;

/** What the end of a socket means. */
final class Endings {

    /** Credential or identity refused. */
    private static final int POLICY = 1008;
    /** The hub does not speak this version. */
    private static final int VERSION_REFUSED = 4003;
    /** Another socket of the same agent and client took over. */
    private static final int REPLACED = 4009;

    /** The token or session has ended. */
    private static final int REVOKED = 4010;

    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;

    private Endings() {}

    /** Why trying again would not help, or null if it may. */
    static ClientException fatal(Sockets.Ending ending, SendFailure refusal) {
        if (ending.httpStatus() == UNAUTHORIZED || ending.httpStatus() == FORBIDDEN) {
            return new AuthError("the hub refused the credential with HTTP status " + ending.httpStatus());
        }
        return switch (ending.code()) {
            case POLICY -> new AuthError("the hub refused the credential or the agent id: " + words(ending, refusal));
            case REVOKED -> new AuthError("the credential is valid no longer: " + words(ending, refusal));
            case VERSION_REFUSED ->
                new ProtocolVersionError("the hub does not speak this version: " + words(ending, refusal));
            case REPLACED ->
                new Replaced("another process took over under the same client id; give each its own workspace");
            default -> null;
        };
    }

    /** Why it is tried again. */
    static ClientException passing(Sockets.Ending ending, SendFailure refusal) {
        if (ending.httpStatus() != 0) {
            return new NotConnected("the hub answered with HTTP status " + ending.httpStatus(), ending.cause());
        }
        if (ending.cause() instanceof ClientException known) {
            return known;
        }
        String what = ending.code() == Sockets.Ending.BROKEN ? "the connection broke" : "closed, " + ending.code();
        return new NotConnected(what + " " + words(ending, refusal), ending.cause());
    }

    private static String words(Sockets.Ending ending, SendFailure refusal) {
        if (refusal != null) {
            return refusal.code() + (refusal.message() == null ? "" : ", " + refusal.message());
        }
        return ending.reason() == null ? "" : ending.reason();
    }
}
