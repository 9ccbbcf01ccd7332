package io.clawhub.gateway.protocol.channel;

import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Singleton;

import io.clawhub.gateway.core.Caller.Authentication;
import io.clawhub.gateway.core.HubError;
import io.clawhub.gateway.core.HubException;
import io.clawhub.gateway.core.accounts.Identities.Credential;

/** Who comes, by a token: on a socket and over HTTP alike. */
@Singleton
public class ChannelCallers {

    private final ChannelCore core;

    ChannelCallers(ChannelCore core) {
        this.core = core;
    }

    /**
     * Whose token this is.
     *
     * @param token an API key or an account's token, or null
     * @return fails with {@link HubError#AUTH_FAILED}, {@link HubError#AUTH_REQUIRED} if there is none and one is needed,
     *     {@link HubError#RATE_LIMITED} or {@link HubError#DIRECTORY_UNAVAILABLE}
     */
    public Uni<Credential> of(HttpServerRequest request, String token) {
        if (token != null) {
            return core.authenticate(token, origin(request));
        }
        return core.areCredentialsRequired()
                ? Uni.createFrom().failure(new HubException(HubError.AUTH_REQUIRED, "a token is needed"))
                : Uni.createFrom().item(Credential.NONE);
    }

    /** Where it comes from, as far as attempts and requests are counted by that. */
    public static String origin(HttpServerRequest request) {
        return "ip:" + request.remoteAddress().hostAddress();
    }

    /** Whose the sessions are: an account's, a user's, or empty for everybody who knows a session's name. */
    public static String owner(Credential credential) {
        if (credential.participantId() != null) {
            return credential.participantId();
        }
        return credential.userId() == null ? "" : "user:" + credential.userId();
    }

    /** How the owner was identified. */
    public static Authentication how(Credential credential) {
        return credential.isNone() ? Authentication.OPEN : Authentication.TOKEN;
    }
}
