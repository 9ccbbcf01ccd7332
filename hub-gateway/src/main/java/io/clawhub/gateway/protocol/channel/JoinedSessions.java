package io.clawhub.gateway.protocol.channel;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

import io.smallrye.mutiny.Uni;

import io.clawhub.gateway.core.HubError;
import io.clawhub.gateway.core.HubException;
import io.clawhub.gateway.core.sessions.SessionEvent.Snapshot;
import io.clawhub.gateway.core.sessions.SessionKey;
import io.clawhub.gateway.core.sessions.SessionReader;
import io.clawhub.gateway.protocol.channel.ChannelFrame.Resume;
import io.clawhub.gateway.websocket.Loop;

/**
 * The sessions that one connection reads. Frames of version 1 do not name their session, so there is one for each agent: a
 * question in another one takes the connection there. Used on the connection's event loop only.
 */
final class JoinedSessions {

    private static final int MAX = 64;
    /** By then the gateway of an agent has said how its run stands, if there is one. */
    private static final long RESUME_MILLIS = 2_000;

    private final ChannelHub hub;
    private final Enrolment enrolment;
    private final Outlet outlet;
    private final String ownName;
    private final Loop loop;
    private final Map<SessionKey, JoinedSession> joined = new LinkedHashMap<>();

    JoinedSessions(ChannelHub hub, Enrolment enrolment, Outlet outlet, Loop loop) {
        this.loop = loop;
        this.hub = hub;
        this.enrolment = enrolment;
        this.outlet = outlet;
        // Who is known has one session without a name; everybody else one of this connection.
        this.ownName = enrolment.owner().isEmpty() ? "ws-" + UUID.randomUUID() : "default";
    }

    /**
     * The session that a frame means.
     *
     * @param agentName the client's name for the agent, or null
     * @param name the session's name, or null
     */
    Named named(String agentName, String name) {
        String agent = agentName != null ? agentName : enrolment.agentId();
        agent = agent == null ? Enrolment.DEFAULT_AGENT : agent;
        String agentId = hub.core().agentId(agent);
        return new Named(agent, new SessionKey(enrolment.owner(), agentId, name != null ? name : unnamed(agentId)));
    }

    /** The session of frames that name none. On version 1 that is where the connection is, which no frame can tell. */
    private String unnamed(String agentId) {
        String own = enrolment.sessionId() != null ? enrolment.sessionId() : ownName;
        return enrolment.isExtended()
                ? own
                : with(agentId).map(session -> session.key().name()).orElse(own);
    }

    private Optional<JoinedSession> with(String agentId) {
        return joined.values().stream()
                .filter(session -> session.key().agentId().equals(agentId))
                .findFirst();
    }

    /** A session, and the client's name for its agent. */
    record Named(String agentName, SessionKey key) {}

    /**
     * Reads a session from now on, if it does not already.
     *
     * @throws HubException {@link HubError#RATE_LIMITED} when it reads too many
     */
    JoinedSession join(Named named) {
        JoinedSession before = joined.get(named.key());
        if (before != null) {
            return before;
        }
        if (!enrolment.isExtended()) {
            with(named.key().agentId()).ifPresent(one -> leave(one.key()));
        }
        if (joined.size() >= MAX) {
            throw new HubException(HubError.RATE_LIMITED, "a connection reads at most " + MAX + " sessions");
        }
        JoinedSession session = made(named);
        joined.put(named.key(), session);
        return session;
    }

    /** The session where something is to be stopped. It is read from now on, except that this takes version 1 nowhere. */
    JoinedSession toStop(Named named) {
        JoinedSession before = joined.get(named.key());
        if (before != null) {
            return before;
        }
        return enrolment.isExtended() && joined.size() < MAX ? join(named) : made(named);
    }

    private JoinedSession made(Named named) {
        return new JoinedSession(
                named.key(), frames(named), outlet, hub.config().messageDone());
    }

    /** The frames of a session, whether or not it is read. */
    SessionFrames frames(Named named) {
        return new SessionFrames(named.agentName(), named.key().name(), enrolment.isExtended());
    }

    /**
     * Tells the core that this connection reads the session, unless it knows already, or the client has left meanwhile. Fails
     * with a {@link HubException}.
     */
    Uni<Void> follow(JoinedSession session) {
        return Uni.createFrom().deferred(() -> {
            if (session.isFollowed() || !isRead(session)) {
                return Uni.createFrom().voidItem();
            }
            return hub.core()
                    .join(session.key(), enrolment.how(), session)
                    .emitOn(loop)
                    .onItemOrFailure()
                    .invoke((done, failure) -> followed(session, failure == null));
        });
    }

    /**
     * Goes on where the client is, which on version 2 is told whether it can. Who reads the session already is told of the run
     * as it stands, between the pieces before and after that.
     *
     * @param from what the client has of a run, or null
     */
    Uni<Void> readOn(JoinedSession session, Resume from) {
        return Uni.createFrom().deferred(() -> {
            if (!enrolment.isExtended() || !isRead(session)) {
                return follow(session);
            }
            session.resumes(from);
            return session.isFollowed()
                    ? look(session).invoke(() -> session.giveUp(from))
                    : follow(session).invoke(() -> giveUpLater(session, from));
        });
    }

    private void giveUpLater(JoinedSession session, Resume from) {
        if (from != null) {
            loop.schedule(RESUME_MILLIS, () -> session.giveUp(from));
        }
    }

    /** A second reader comes late, and tells the first one what it is told for that. */
    private Uni<Void> look(JoinedSession session) {
        SessionReader late = event -> {
            if (event instanceof Snapshot now) {
                session.on(now);
            }
        };
        return hub.core()
                .join(session.key(), enrolment.how(), late)
                .onTermination()
                .invoke(() -> hub.core().leave(session.key(), late))
                .emitOn(loop);
    }

    private void followed(JoinedSession session, boolean isFollowed) {
        if (isRead(session)) {
            session.followed(isFollowed);
        } else {
            hub.core().leave(session.key(), session);
        }
    }

    /** Leaving takes effect at once, and may overtake what the session still has to do in its turn. */
    private boolean isRead(JoinedSession session) {
        return joined.get(session.key()) == session;
    }

    void leave(SessionKey key) {
        JoinedSession session = joined.remove(key);
        if (session != null) {
            hub.core().leave(key, session);
        }
    }

    void leaveAll() {
        joined.values().forEach(session -> hub.core().leave(session.key(), session));
        joined.clear();
    }
}
