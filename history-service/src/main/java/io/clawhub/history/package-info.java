/**
 * The memory of the hub: reads the log from Kafka, stores it once and in order in PostgreSQL, and reads it back over
 * HTTP.
 *
 * <p>{@code ingest} writes, {@code query} reads, both through {@code archive}; the two never call each other.
 */
package io.clawhub.history;
