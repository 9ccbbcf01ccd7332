package io.clawhub.events.archive;

import java.util.List;
import java.util.Map;

/**
 * A page of a replay.
 *
 * @param messages by time, conversation and seq
 * @param hasMore whether another page follows
 * @param positions how far history had stored each partition (next offset) when the page was read; the page is complete
 *     only for callers whose positions are not beyond these
 */
public record ReplayPage(List<LoggedMessage> messages, boolean hasMore, Map<Integer, Long> positions) {

    public ReplayPage {
        messages = List.copyOf(messages);
        positions = Map.copyOf(positions);
    }
}
