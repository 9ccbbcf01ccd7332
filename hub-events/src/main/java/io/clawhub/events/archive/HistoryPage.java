package io.clawhub.events.archive;

import java.util.List;

/**
 * A page of messages.
 *
 * @param messages oldest first
 * @param hasMore whether more lie beyond the page in the direction asked for
 */
public record HistoryPage(List<LoggedMessage> messages, boolean hasMore) {

    public HistoryPage {
        messages = List.copyOf(messages);
    }
}
