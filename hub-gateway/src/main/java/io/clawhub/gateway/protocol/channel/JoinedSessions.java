package io.clawhub.gateway.protocol.channel;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

import io.smallrye.mutiny.Uni;

import io.clawhub.gateway.core.HubError;
import io.clawhub.gateway.core.HubException;
import io.clawhub.gateway.core.sessions.SessionKey;
import io.clawhub.gateway.protocol.channel.ChannelFrame.Resume;

/**
 * The sessions that one connection reads. Frames of version 1 do not name their session, so there is one for each agent: a
 * question in another one takes the connection there. Used on the connection's event loop only.
 */
final class JoinedSessions {

    private static final int MAX = 64;

    private final ChannelHub hub;
    private final Enrolment enrolment;
    private final Outlet outlet;
    private final String ownName;
    private final Map<SessionKey, JoinedSession> joined = new LinkedHashMap<>();
    /** Version 1: the client's name for an agent, and the session with it. */
    private final Map<String, String> current = new HashMap<>();

    JoinedSessions(ChannelHub hub, Enrolment enrolment, Outlet outlet) {
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
        String session = name != null ? name : current.get(agent);
        if (session == null) {
            session = enrolment.sessionId() != null ? enrolment.sessionId() : ownName;
        }
        return new Named(agent, new SessionKey(enrolment.owner(), hub.core().agentId(agent), session));
    }

    /** A session, and the client's name for its agent. */
    record Named(String agentName, SessionKey key) {}

    /**
     * Reads a session from now on, if it does not already.
     *
     * @throws HubException {@link HubError#RATE_LIMITED} when it reads too many
     */
    JoinedSession join(Named named, Resume resume) {
        JoinedSession before = joined.get(named.key());
        if (before != null) {
            return before;
        }
        if (!enrolment.isExtended()) {
            joined.values().stream()
                    .filter(one -> one.key().agentId().equals(named.key().agentId()))
                    .findFirst()
                    .ifPresent(one -> leave(one.key()));
        }
        if (joined.size() >= MAX) {
            throw new HubException(HubError.RATE_LIMITED, "a connection reads at most " + MAX + " sessions");
        }
        SessionFrames frames = new SessionFrames(named.agentName(), named.key().name(), enrolment.isExtended());
        JoinedSession session =
                new JoinedSession(named.key(), frames, outlet, hub.config().messageDone(), resume);
        joined.put(named.key(), session);
        current.put(named.agentName(), named.key().name());
        return session;
    }

    /** Tells the core that this connection reads the session; fails with a {@link HubException}, and then it does not. */
    Uni<Void> follow(JoinedSession session) {
        return hub.core().join(session.key(), enrolment.how(), session);
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
