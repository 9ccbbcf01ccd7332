package io.clawhub.gateway.http;

import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import jakarta.enterprise.context.ApplicationScoped;

import io.clawhub.gateway.core.HubError;
import io.clawhub.gateway.core.HubException;
import io.clawhub.gateway.core.accounts.Account;
import io.clawhub.gateway.core.accounts.AccountDirectory;
import io.clawhub.gateway.core.accounts.Identities;
import io.clawhub.gateway.core.accounts.Identities.Credential;
import io.clawhub.gateway.core.credentials.CredentialKind;
import io.clawhub.gateway.websocket.Upgrades;

/**
 * Finds out which person or agent sent a request: people by the cookie of their session, agents by their token. A cookie is
 * nothing on an agent's route, and a token nothing on a person's. All fail with {@link HubError#AUTH_REQUIRED} (401) whatever
 * is wrong, with {@link HubError#ACCESS_DENIED} for a page that may not ask, with {@link HubError#RATE_LIMITED}, or with
 * {@link HubError#DIRECTORY_UNAVAILABLE}.
 */
@ApplicationScoped
public class SessionCallers {

    private final Identities identities;
    private final AccountDirectory accounts;
    private final SameSite sameSite;

    /**
     * Who asks, and by which session or token.
     *
     * @param account who
     * @param credential what proved it, for connections and for logging out
     */
    public record Known(Account account, Credential credential) {}

    SessionCallers(Identities identities, AccountDirectory accounts, SameSite sameSite) {
        this.identities = identities;
        this.accounts = accounts;
        this.sameSite = sameSite;
    }

    /** The person whose session the request's cookie is. */
    public Uni<Account> human(HttpServerRequest request) {
        return session(request).map(Known::account);
    }

    /** The same, who must be an administrator; {@link HubError#ACCESS_DENIED} (403) for anybody else. */
    public Uni<Account> administrator(HttpServerRequest request) {
        return human(request).invoke(SessionCallers::requireAdministrator);
    }

    /** The agent whose token is in {@code Authorization}, with the word {@code Bearer} or without. */
    public Uni<Account> agent(HttpServerRequest request) {
        return token(request).map(Known::account);
    }

    /** The person, and the session. */
    public Uni<Known> session(HttpServerRequest request) {
        return Uni.createFrom().deferred(() -> {
            sameSite.check(request);
            return session(SessionCookies.secret(request.getHeader(HttpHeaders.COOKIE)), origin(request));
        });
    }

    /**
     * The person of this session, for sockets, which bring their {@code Cookie} header only once. Whether the page may connect is
     * checked elsewhere.
     *
     * @param secret what {@link SessionCookies#secret} found, or null
     * @param origin where it comes from, as {@link #origin} says it
     */
    public Uni<Known> session(String secret, String origin) {
        return known(CredentialKind.SESSION, secret, origin);
    }

    /** The agent, and the token. */
    public Uni<Known> token(HttpServerRequest request) {
        return Uni.createFrom().deferred(() -> token(bare(request), origin(request)));
    }

    /** The agent of this token, for sockets. */
    public Uni<Known> token(String secret, String origin) {
        return known(CredentialKind.TOKEN, secret, origin);
    }

    /** Refuses who is no administrator. */
    public static void requireAdministrator(Account account) {
        if (!account.isAdministrator()) {
            throw new HubException(HubError.ACCESS_DENIED, "only administrators may do this");
        }
    }

    /** Where a request comes from, for limits and the audit: the remote address. */
    public static String origin(HttpServerRequest request) {
        return request.remoteAddress() == null
                ? "http"
                : request.remoteAddress().hostAddress();
    }

    private Uni<Known> known(CredentialKind kind, String secret, String origin) {
        if (secret == null) {
            return Uni.createFrom().failure(required());
        }
        return identities
                .authenticate(kind, secret, "ip:" + origin)
                .onFailure(failure -> HubException.of(failure).error() == HubError.AUTH_FAILED)
                .transform(failure -> required())
                .chain(credential -> accounts.find(credential.participantId())
                        .onItem()
                        .ifNull()
                        .failWith(SessionCallers::required)
                        .map(account -> new Known(account, credential)));
    }

    private static String bare(HttpServerRequest request) {
        String authorization = request.getHeader(HttpHeaders.AUTHORIZATION);
        return authorization == null || authorization.regionMatches(true, 0, "bearer ", 0, 7)
                ? Upgrades.headerKey(request)
                : authorization.strip();
    }

    private static HubException required() {
        return new HubException(HubError.AUTH_REQUIRED, "please log in");
    }
}
