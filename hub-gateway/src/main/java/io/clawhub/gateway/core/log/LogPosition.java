package io.clawhub.gateway.core.log;

/**
 * Where the log put a record.
 *
 * @param partition the partition of {@code chat.events}
 * @param offset the offset there
 * @param seq the position in the conversation, see {@link io.clawhub.events.Seq}
 * @param atMillis the broker's time of the append, milliseconds since the epoch
 */
public record LogPosition(int partition, long offset, long seq, long atMillis) {}
