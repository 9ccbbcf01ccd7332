package io.clawhub.gateway.protocol.agentclub;

import java.util.LinkedHashMap;
import java.util.Map;

import io.clawhub.events.archive.LoggedMessage;

/**
 * Where the messages stand that a socket was sent lately, so that most of what a client marks as read needs no question to
 * history. Any thread.
 */
final class Delivered {

    /** Clients mark what they take at once; a person who scrolls marks the whole chat. */
    private static final int MAX_REMEMBERED = 512;

    /** A message's place. */
    record Place(String conversationId, long seq) {}

    private final Map<String, Place> places = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Place> eldest) {
            return size() > MAX_REMEMBERED;
        }
    };

    synchronized void note(LoggedMessage logged) {
        places.put(logged.message().messageId(), new Place(logged.message().conversationId(), logged.seq()));
    }

    /** The place, or null if it is not remembered. A message is marked once, so it is forgotten. */
    synchronized Place take(String messageId) {
        return places.remove(messageId);
    }
}
