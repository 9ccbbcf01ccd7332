package io.clawhub.presence.query;

import java.util.List;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * Answer to a batch.
 *
 * @param presences one for each id asked, in that order
 */
public record PresenceList(@JsonProperty("presences") List<PresenceView> presences) {

    public PresenceList {
        presences = List.copyOf(presences);
    }
}
