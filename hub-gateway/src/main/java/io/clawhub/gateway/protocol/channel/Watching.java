package io.clawhub.gateway.protocol.channel;

import io.smallrye.mutiny.Uni;

import io.clawhub.gateway.core.HubError;
import io.clawhub.gateway.websocket.Loop;

/** Which agent's events one connection hears: one at a time, or all of them. Used on the connection's event loop only. */
final class Watching {

    private final ChannelCore core;
    private final Enrolment enrolment;
    private final Outlet outlet;
    private final Loop loop;
    private AgentEvents events;
    /** The agent; null while there are events: all agents. */
    private String agentId;

    private boolean ended;

    Watching(ChannelCore core, Enrolment enrolment, Outlet outlet, Loop loop) {
        this.loop = loop;
        this.core = core;
        this.enrolment = enrolment;
        this.outlet = outlet;
    }

    /**
     * Hears this agent's events from now on, and no other's; all agents' for null.
     *
     * @param filter only what this agent does, or what is done in this conversation; null: everything
     * @return fails with {@link HubError#ACCESS_DENIED}
     */
    Uni<Void> watch(String watchedId, String filter) {
        return core.checkWatch(enrolment.credential(), watchedId, enrolment.address())
                .emitOn(loop)
                .invoke(() -> begin(watchedId, filter));
    }

    private void begin(String watchedId, String filter) {
        end();
        if (!ended) {
            agentId = watchedId;
            events = new AgentEvents(outlet, loop, enrolment.isExtended(), filter);
            core.watch(watchedId, events);
        }
    }

    /** Hears no more of this agent; null: of whatever it hears. */
    void end(String watchedId) {
        if (watchedId == null || watchedId.equals(agentId)) {
            end();
        }
    }

    /** The connection is gone. */
    void endForGood() {
        end();
        ended = true;
    }

    private void end() {
        if (events != null) {
            core.unwatch(agentId, events);
            events = null;
            agentId = null;
        }
    }
}
