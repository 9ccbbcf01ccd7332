package io.clawhub.events.archive;

import java.util.List;

/**
 * Asks where messages stand and who said them.
 *
 * @param messageIds the hub's ids, 1 to {@value #MOST}
 */
public record FindRequest(List<String> messageIds) {

    /** The most ids in one request. */
    public static final int MOST = 256;

    public FindRequest {
        messageIds = messageIds == null ? List.of() : List.copyOf(messageIds);
    }
}
