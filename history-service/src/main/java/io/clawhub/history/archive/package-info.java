/**
 * What is kept: the tables as entities, the stored positions, and how long one may wait for PostgreSQL.
 *
 * <p>{@code ingest} writes here with multi-row SQL, {@code query} reads. Panache serves the small entity queries; pages
 * of messages are plain SQL, because their size is bounded in bytes inside the query.
 */
package io.clawhub.history.archive;
