package io.clawhub.gateway.core.history;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;

import io.clawhub.gateway.core.Ids;

/**
 * Where a page of history ends: before a message, before a time, or, with neither, with the newest message.
 *
 * @param messageId the hub's id of a message or its sender's, or null
 * @param time or the time, or null
 */
public record Before(String messageId, Instant time) {

    /** The end of the log. */
    public static final Before NOTHING = new Before(null, null);

    /** An ISO-8601 time with its zone, or else a message's id; null and blank are {@link #NOTHING}. */
    public static Before parse(String text) {
        if (text == null || text.isBlank()) {
            return NOTHING;
        }
        try {
            return new Before(null, OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeParseException e) {
            return new Before(text, null);
        }
    }

    /** Whether it names a message by what no message's id can be. */
    boolean isImpossible() {
        return messageId != null && (messageId.length() > Ids.MAX_LENGTH || messageId.indexOf('\0') >= 0);
    }
}
