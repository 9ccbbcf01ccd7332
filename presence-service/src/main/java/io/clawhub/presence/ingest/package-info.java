/**
 * From {@code presence.activity} into the state. In come batches of records; out go state changes, and dead letters for
 * what cannot be read.
 *
 * <p>A batch's offsets are committed when Redis has all of it and Kafka all of its dead letters. Until then it is
 * repeated, so every step is idempotent; the consumer waits, and Kafka keeps what follows.
 */
package io.clawhub.presence.ingest;
