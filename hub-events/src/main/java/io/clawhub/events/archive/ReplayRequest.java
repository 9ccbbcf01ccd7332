package io.clawhub.events.archive;

import java.time.Instant;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * Asks for what a participant's client has not received: in every conversation of the participant, the messages of
 * others after the delivered cursor.
 *
 * @param participantId whose messages
 * @param clientId which client's stored cursors count
 * @param cursors newer cursors the caller knows of, conversation id to delivered seq; the greater one counts
 * @param positions per partition of {@code chat.events}, the offset up to which (exclusive) the caller will not see
 *     records itself: history waits briefly until it has stored that far
 * @param after the last message of the previous page, or null for the first
 * @param limit messages wanted at most, 1 to 500
 * @param ownCopies whether what the participant's other clients said is wanted, too
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ReplayRequest(
        String participantId,
        String clientId,
        Map<String, Long> cursors,
        Map<Integer, Long> positions,
        Mark after,
        int limit,
        boolean ownCopies) {

    public ReplayRequest {
        cursors = cursors == null ? Map.of() : Map.copyOf(cursors);
        positions = positions == null ? Map.of() : Map.copyOf(positions);
    }

    /** Without copies of the participant's own messages. */
    public ReplayRequest(
            String participantId,
            String clientId,
            Map<String, Long> cursors,
            Map<Integer, Long> positions,
            Mark after,
            int limit) {
        this(participantId, clientId, cursors, positions, after, limit, false);
    }

    /**
     * A place in a replay, which runs by time, conversation and seq. Time never runs backwards inside a conversation,
     * so this keeps each conversation's order and mixes conversations as they happened.
     *
     * @param atMillis the message's time, whole milliseconds since the epoch
     * @param conversationId its conversation
     * @param seq its seq
     * @param micros the microseconds beyond the millisecond, 0 to 999
     */
    public record Mark(long atMillis, String conversationId, long seq, int micros) {

        private static final int NANOS_PER_MICRO = 1_000;
        private static final int MICROS_PER_MILLI = 1_000;

        /** A mark at a whole millisecond. */
        public Mark(long atMillis, String conversationId, long seq) {
            this(atMillis, conversationId, seq, 0);
        }

        /** The mark of a place; of the time whole microseconds count. */
        public static Mark of(Instant at, String conversationId, long seq) {
            return new Mark(at.toEpochMilli(), conversationId, seq, at.getNano() / NANOS_PER_MICRO % MICROS_PER_MILLI);
        }

        /** The mark of a message. */
        public static Mark of(LoggedMessage logged) {
            return of(logged.at(), logged.message().conversationId(), logged.seq());
        }

        /** The message's time. */
        public Instant at() {
            return Instant.ofEpochMilli(atMillis).plusNanos((long) micros * NANOS_PER_MICRO);
        }
    }
}
