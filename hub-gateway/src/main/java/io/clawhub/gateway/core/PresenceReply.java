package io.clawhub.gateway.core;

import java.util.List;

import io.clawhub.gateway.core.presence.Presence;

/** Answers to {@link PresenceCommand}s. */
public sealed interface PresenceReply extends Reply {

    /** Where participants stand, in the order asked for. */
    record PresenceRead(List<Presence> presences) implements PresenceReply {
        public PresenceRead {
            presences = List.copyOf(presences);
        }
    }
}
