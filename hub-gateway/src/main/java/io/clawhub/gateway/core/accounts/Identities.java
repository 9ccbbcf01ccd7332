package io.clawhub.gateway.core.accounts;

import java.util.Optional;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.jboss.logging.Logger;

import io.clawhub.gateway.GatewayConfig;
import io.clawhub.gateway.core.Caller.Authentication;
import io.clawhub.gateway.core.HubError;
import io.clawhub.gateway.core.HubException;
import io.clawhub.gateway.core.accounts.ParticipantStore.Standing;

/** Who may speak as whom. Every answer comes, or fails, within seconds; memory answers for what was asked lately. */
@ApplicationScoped
public class Identities {

    private static final Logger LOG = Logger.getLogger(Identities.class);

    private final Authenticator authenticator;
    private final Owners owners;
    private final Reservations reservations;
    private final boolean credentialsRequired;

    /** Who presents themselves: the user behind an API key, or nobody. */
    public record Credential(String userId) {
        /** Nobody. */
        public static final Credential NONE = new Credential(null);
    }

    Identities(Authenticator authenticator, Owners owners, Reservations reservations, GatewayConfig config) {
        this.authenticator = authenticator;
        this.owners = owners;
        this.reservations = reservations;
        this.credentialsRequired = config.auth().mode() == GatewayConfig.Auth.Mode.TOKEN;
    }

    /** Whether a credential is needed ({@code hub.auth.mode=token}). */
    public boolean areCredentialsRequired() {
        return credentialsRequired;
    }

    /** The user of this API key; fails with {@code AUTH_FAILED} or {@code DIRECTORY_UNAVAILABLE}. */
    public Uni<Credential> authenticate(String apiKey) {
        return authenticate(apiKey, null);
    }

    /**
     * The user of this API key.
     *
     * @param origin where the key comes from, such as the remote address; who presents too many wrong ones is refused
     * @return the user; fails with {@code AUTH_FAILED}, {@code RATE_LIMITED} or {@code DIRECTORY_UNAVAILABLE}
     */
    public Uni<Credential> authenticate(String apiKey, String origin) {
        return authenticator.authenticate(apiKey, origin).map(user -> new Credential(user.userId()));
    }

    /**
     * Lets somebody speak as this participant. An id belongs to the first user that used it; one that belongs to nobody
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
        if (credential.userId() == null && credentialsRequired) {
            return refused(HubError.AUTH_REQUIRED, "an API key is needed");
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
        if (credential.userId() == null && credentialsRequired) {
            return refused(HubError.AUTH_REQUIRED, "an API key is needed");
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
