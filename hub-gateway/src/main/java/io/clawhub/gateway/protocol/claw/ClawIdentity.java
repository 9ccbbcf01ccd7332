package io.clawhub.gateway.protocol.claw;

import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiFunction;

import io.smallrye.mutiny.Uni;
import org.jboss.logging.Logger;

import io.clawhub.gateway.core.Caller;
import io.clawhub.gateway.core.Caller.Authentication;
import io.clawhub.gateway.core.HubError;
import io.clawhub.gateway.core.HubException;
import io.clawhub.gateway.core.Ids;
import io.clawhub.gateway.core.Push;
import io.clawhub.gateway.core.accounts.Identities.Credential;
import io.clawhub.gateway.core.connections.ClientConnection;
import io.clawhub.gateway.core.outbound.OutboundQueue;
import io.clawhub.gateway.websocket.Loop;
import io.clawhub.gateway.websocket.TokenBucket;

/**
 * Who a connection is. The first name counts, in this order: the upgrade's, then that of the first frame that names
 * anybody, else one the hub makes. It never changes; what later frames claim is checked against it. Names are claimed; ids
 * that a client made up for itself are reserved while the connection lives, and are its aliases when it has a name.
 *
 * <p>Used on the connection's event loop only, but for {@link #participantId}.
 */
final class ClawIdentity {

    private static final Logger LOG = Logger.getLogger(ClawIdentity.class);

    private static final int OWN_ID_DIGITS = 8;
    private static final int CONNECTION_ID_DIGITS = 32;
    /** Ids of its own that one connection may bear; real clients make up one. */
    private static final int MAX_NAMES = 4;

    private final ClawHub hub;
    private final OutboundQueue outbound;
    private final BiFunction<Push, String, String> encoder;
    private final Loop loop;
    private final String ownId = Ids.fresh("", OWN_ID_DIGITS);
    private final String connectionId = Ids.fresh("", CONNECTION_ID_DIGITS);
    private final Set<String> names = new HashSet<>(Set.of(ownId));
    private final Set<String> reserved = new HashSet<>();
    private Credential credential = Credential.NONE;
    private TokenBucket rate;
    private ClientConnection guest;
    private volatile ClientConnection client;
    private boolean closed;

    /**
     * Nobody yet.
     *
     * @param encoder a push and whose connection it is, to a frame or null
     */
    ClawIdentity(ClawHub hub, OutboundQueue outbound, BiFunction<Push, String, String> encoder, Loop loop) {
        this.hub = hub;
        this.outbound = outbound;
        this.encoder = encoder;
        this.loop = loop;
    }

    /** The id that the hub gave this connection; one of its names. */
    String ownId() {
        return ownId;
    }

    /** The identified connection, or null. */
    ClientConnection client() {
        return client;
    }

    /** Whose connection it is, or the hub's id for it as long as nobody's. */
    String participantId() {
        ClientConnection known = client;
        return known == null ? ownId : known.caller().participantId();
    }

    /** In whose name to ask: the identified connection, or a guest. */
    ClientConnection asker() {
        if (client != null) {
            return client;
        }
        if (guest == null || !isSame(guest.caller())) {
            Authentication how = credential.isNone() ? Authentication.NONE : Authentication.TOKEN;
            guest = hub.core().guest(caller(ownId, how), outbound);
        }
        return guest;
    }

    private boolean isSame(Caller before) {
        return Objects.equals(before.userId(), credential.userId())
                && Objects.equals(before.credentialId(), credential.credentialId());
    }

    /** The agent's shared bucket, once it is known. */
    TokenBucket rate() {
        return rate;
    }

    /** Whether the hub wants a credential that this connection has not shown. */
    boolean lacksCredential() {
        return credential.isNone() && hub.core().areCredentialsRequired();
    }

    /** The upgrade showed this credential. */
    void presented(Credential shown) {
        credential = shown;
    }

    /**
     * The upgrade named the agent.
     *
     * @throws HubException {@link HubError#RATE_LIMITED} if it has too many connections
     */
    void named(String participantId, Authentication how) {
        adopt(participantId, how);
    }

    /** Whether a frame with this head says nothing new about who this is. */
    boolean covers(FrameHead head) {
        return client != null && (head.clientId() == null || isOwn(head.clientId()));
    }

    /** Whether this name is one of the connection's. */
    boolean isOwn(String name) {
        return names.contains(name) || client != null && name.equals(participantId());
    }

    /**
     * Learns what a frame says of who this is; completes on the event loop. Fails with what {@code claim} and
     * {@code reserve} fail with, or {@link HubError#RATE_LIMITED} if the agent has too many connections.
     */
    Uni<Void> learn(FrameHead head, String claim) {
        if (client != null) {
            return alias(head.clientId());
        }
        if (head.clientId() != null && (head.b() || claim == null)) {
            return reserve(head.clientId());
        }
        if (claim == null) {
            return reserve(ownId);
        }
        return hub.core()
                .claim(claim, credential, connectionId)
                .emitOn(loop)
                .invoke(how -> adopt(claim, how))
                .chain(how -> head.clientId() == null ? Uni.createFrom().voidItem() : alias(head.clientId()));
    }

    /**
     * Refuses a frame in another's name.
     *
     * @param claim whom the frame says it is from, or null
     * @throws HubException {@link HubError#IDENTITY_MISMATCH}
     */
    void check(String claim) {
        if (claim != null && !isOwn(claim)) {
            LOG.infof("identity mismatch: participantId=%s", participantId());
            throw new HubException(HubError.IDENTITY_MISMATCH, "this connection belongs to another agent");
        }
    }

    /** The connection showed a user's key: it is theirs, and so is its name; completes on the event loop. */
    Uni<Void> authenticated(String userId) {
        Credential shown = new Credential(userId);
        Uni<Authentication> claimed = client == null
                ? Uni.createFrom().item(Authentication.TOKEN)
                : hub.core().claim(participantId(), shown, connectionId);
        return claimed.emitOn(loop)
                .invoke(how -> {
                    credential = shown;
                    if (client != null) {
                        client.authenticated(userId);
                    }
                })
                .replaceWithVoid();
    }

    /** Something came in. */
    void touch() {
        if (client != null) {
            hub.core().touch(client);
        }
    }

    /** The connection is gone. */
    void close() {
        closed = true;
        names.forEach(name -> hub.aliases().take(name, this));
        reserved.forEach(id -> hub.core().release(id, connectionId));
        if (client != null) {
            hub.agents().leave(participantId());
            hub.core().close(client);
        }
    }

    private Uni<Void> reserve(String id) {
        return hub.core()
                .reserve(id, credential, connectionId)
                .emitOn(loop)
                .invoke(how -> {
                    keep(id);
                    adopt(id, how);
                })
                .replaceWithVoid();
    }

    /** An id that the client made up, beside its name. While the directory is away the client is still served. */
    private Uni<Void> alias(String id) {
        if (isOwn(id)) {
            return Uni.createFrom().voidItem();
        }
        if (names.size() > MAX_NAMES) {
            return Uni.createFrom()
                    .failure(new HubException(HubError.IDENTITY_MISMATCH, "too many client ids on one connection"));
        }
        return hub.core()
                .reserve(id, credential, connectionId)
                .emitOn(loop)
                .invoke(how -> {
                    keep(id);
                    bear(id);
                })
                .onFailure(ClawIdentity::isOutage)
                .recoverWithItem(failure -> {
                    names.add(id);
                    return Authentication.NONE;
                })
                .replaceWithVoid();
    }

    private static boolean isOutage(Throwable failure) {
        return HubException.of(failure).error() == HubError.DIRECTORY_UNAVAILABLE;
    }

    private void keep(String id) {
        if (closed) {
            hub.core().release(id, connectionId);
        } else {
            reserved.add(id);
        }
    }

    private void bear(String name) {
        if (!closed) {
            names.add(name);
            hub.aliases().give(name, this);
        }
    }

    private void adopt(String participantId, Authentication how) {
        if (closed) {
            return;
        }
        rate = hub.agents().enter(participantId);
        if (rate == null) {
            throw new HubException(HubError.RATE_LIMITED, "too many connections of this agent");
        }
        client = hub.core().open(caller(participantId, how), outbound, push -> encoder.apply(push, participantId));
        bear(ownId);
    }

    private Caller caller(String participantId, Authentication how) {
        return credential.caller(participantId, ClawHub.CLIENT_ID, ClawHub.PROTOCOL, how);
    }
}
