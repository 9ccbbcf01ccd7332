package io.clawhub.gateway.core;

import java.util.List;

/** Who is there. */
public sealed interface PresenceCommand extends Command {

    /** Reads where these stand, 100 at most. */
    record ReadPresence(List<String> participantIds) implements PresenceCommand {
        public ReadPresence {
            participantIds = List.copyOf(participantIds);
        }
    }

    /** The same, and tells this connection of every change from now on; 1 000 watched participants at most. */
    record WatchPresence(List<String> participantIds) implements PresenceCommand {
        public WatchPresence {
            participantIds = List.copyOf(participantIds);
        }
    }

    /** No more of these. */
    record UnwatchPresence(List<String> participantIds) implements PresenceCommand {
        public UnwatchPresence {
            participantIds = List.copyOf(participantIds);
        }
    }
}
