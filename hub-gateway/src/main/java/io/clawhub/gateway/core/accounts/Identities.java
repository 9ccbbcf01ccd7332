package io.clawhub.gateway.core.accounts;

import java.util.Optional;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.jboss.logging.Logger;

import io.clawhub.gateway.GatewayConfig;
import io.clawhub.gateway.core.Caller;
import io.clawhub.gateway.core.Caller.Authentication;
import io.clawhub.gateway.core.HubError;
import io.clawhub.gateway.core.HubException;
import io.clawhub.gateway.core.Ids;
import io.clawhub.gateway.core.accounts.ParticipantStore.Standing;
import io.clawhub.gateway.core.credentials.CredentialKind;
import io.clawhub.gateway.core.credentials.Credentials;

/** Who may speak as whom. Every answer comes, or fails, within seconds; memory answers for what was asked lately. */
@ApplicationScoped
public class Identities {

    private static final Logger LOG = Logger.getLogger(Identities.class);

    private final Authenticator authenticator;
    private final Credentials credentials;
    private final Owners owners;
    private final Reservations reservations;
    private final boolean credentialsRequired;

    /**
     * Who presents themselves: the user behind an API key, the holder of an account, or nobody.
     *
     * @param userId the user, or null
     * @param participantId the account that was proved, the only one to speak as; or null
     * @param credentialId the session or token that proved it, or null
     */
    public record Credential(String userId, String participantId, String credentialId) {
        /** Nobody. */
        public static final Credential NONE = new Credential(null);

        /** The user behind an API key. */
        public Credential(String userId) {
            this(userId, null, null);
        }

        /** What this caller presented. */
        public static Credential of(Caller caller) {
            return new Credential(
                    caller.userId(),
                    caller.credentialId() == null ? null : caller.participantId(),
                    caller.credentialId());
        }

        /** Whether this is nobody. */
        public boolean isNone() {
            return userId == null && participantId == null;
        }

        /** Who then speaks. */
        public Caller caller(String participant, String clientId, String protocol, Authentication how) {
            return new Caller(participant, clientId, protocol, how, userId, credentialId);
        }
    }

    Identities(
            Authenticator authenticator,
            Credentials credentials,
            Owners owners,
            Reservations reservations,
            GatewayConfig config) {
        this.authenticator = authenticator;
        this.credentials = credentials;
        this.owners = owners;
        this.reservations = reservations;
        this.credentialsRequired = config.auth().mode() == GatewayConfig.Auth.Mode.TOKEN;
    }

    /** Whether a credential is needed ({@code hub.auth.mode=token}). */
    public boolean areCredentialsRequired() {
        return credentialsRequired;
    }

    /** Who holds this API key or agent token; fails with {@code AUTH_FAILED} or {@code DIRECTORY_UNAVAILABLE}. */
    public Uni<Credential> authenticate(String apiKey) {
        return authenticate(apiKey, null);
    }

    /**
     * The user of this API key, or the agent of this token.
     *
     * @param origin where the key comes from, such as the remote address; who presents too many wrong ones is refused
     * @return who; fails with {@code AUTH_FAILED}, {@code RATE_LIMITED} or {@code DIRECTORY_UNAVAILABLE}
     */
    public Uni<Credential> authenticate(String apiKey, String origin) {
        return CredentialKind.TOKEN.fits(apiKey)
                ? authenticate(CredentialKind.TOKEN, apiKey, origin)
                : authenticator.authenticate(apiKey, origin).map(user -> new Credential(user.userId()));
    }

    /**
     * The holder of this session or token.
     *
     * @param origin where it comes from, or null; who presents too many wrong ones is refused
     * @return who; fails with {@code AUTH_FAILED}, {@code RATE_LIMITED} or {@code DIRECTORY_UNAVAILABLE}
     */
    public Uni<Credential> authenticate(CredentialKind kind, String secret, String origin) {
        return authenticator
                .guarded(
                        origin,
                        credentials.remembers(kind, secret),
                        () -> credentials.isUnknown(kind, secret),
                        () -> credentials.prove(kind, secret))
                .map(proved -> new Credential(null, proved.accountId(), proved.id()));
    }

    /**
     * Lets somebody speak as this participant. The holder of an account speaks as that, and nobody else does. Any other id belongs to the first user that used it; one that belongs to nobody
     * may be claimed by name in open mode, unless a connection has reserved it.
     *
     * @return how the participant is identified; fails with {@code AUTH_REQUIRED}, {@code AUTH_FAILED} or
     *     {@code DIRECTORY_UNAVAILABLE}
     */
    public Uni<Authentication> claim(String participantId, Credential credential) {
        return claim(participantId, credential, null);
    }

    /** The same, for a connection that may have reserved the id itself. */
    public Uni<Authentication> claim(String participantId, Credential credential, String connectionId) {
        if (credential.isNone() && credentialsRequired) {
            return refused(HubError.AUTH_REQUIRED, "an API key is needed");
        }
        if (credential.participantId() != null) {
            return credential.participantId().equals(participantId)
                    ? credentials.check(credential.credentialId()).replaceWith(Authentication.TOKEN)
                    : notTheirs(participantId, credential);
        }
        if (isTheHubs(participantId)) {
            return notTheirs(participantId, credential);
        }
        if (reservations.isHeldByOther(participantId, connectionId)) {
            return notTheirs(participantId, credential);
        }
        return owners.claimed(participantId, credential.userId())
                .chain(standing -> decide(participantId, credential, standing));
    }

    /**
     * Reserves an id that a client made for itself, for one connection of one gateway. Takes the id's name off nobody: one
     * under which somebody is connected to this gateway by name, or which is another user's, is refused.
     *
     * @return {@code NONE}; for a user {@code TOKEN}: the id is the user's from then on, as any other that it uses. Fails with {@code IDENTITY_MISMATCH} while another live connection holds it, with
     *     {@code AUTH_REQUIRED} or {@code DIRECTORY_UNAVAILABLE}
     */
    public Uni<Authentication> reserve(String participantId, Credential credential, String connectionId) {
        if (credential.isNone() && credentialsRequired) {
            return refused(HubError.AUTH_REQUIRED, "an API key is needed");
        }
        if (isTheHubs(participantId)) {
            return notTheirs(participantId, credential);
        }
        Uni<Void> reserved = reservations
                .reserve(participantId, credential.userId(), connectionId)
                .invoke(() -> owners.forget(participantId));
        return credential.userId() == null
                ? reserved.replaceWith(Authentication.NONE)
                : reserved.chain(() -> owners.claimed(participantId, credential.userId()))
                        .chain(standing -> credential.userId().equals(standing.userId())
                                ? Uni.createFrom().item(Authentication.TOKEN)
                                : notTheirs(participantId, credential))
                        .onFailure()
                        .invoke(() -> release(participantId, connectionId));
    }

    /** The user to whom this id belongs, if any. */
    public Uni<Optional<String>> ownerOf(String participantId) {
        return owners.claimed(participantId, null).map(standing -> Optional.ofNullable(standing.userId()));
    }

    /** The connection that reserved an id is gone. Repeating it, or releasing what was never reserved, has no effect. */
    public void release(String participantId, String connectionId) {
        reservations.release(participantId, connectionId);
    }

    /** Ids that only the hub gives: of accounts, and of sessions. */
    private static boolean isTheHubs(String participantId) {
        return Account.isAccountId(participantId) || Ids.isSession(participantId);
    }

    private static Uni<Authentication> decide(String participantId, Credential credential, Standing standing) {
        if (standing.userId() == null && !standing.heldElsewhere()) {
            return Uni.createFrom().item(Authentication.OPEN);
        }
        return standing.userId() != null && standing.userId().equals(credential.userId())
                ? Uni.createFrom().item(Authentication.TOKEN)
                : notTheirs(participantId, credential);
    }

    private static Uni<Authentication> notTheirs(String participantId, Credential credential) {
        LOG.infof("identity mismatch: participantId=%s userId=%s", participantId, credential.userId());
        return refused(HubError.AUTH_FAILED, "this id belongs to somebody else");
    }

    private static Uni<Authentication> refused(HubError error, String message) {
        return Uni.createFrom().failure(new HubException(error, message));
    }
}
