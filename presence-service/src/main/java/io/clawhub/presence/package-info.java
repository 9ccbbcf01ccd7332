/**
 * Presence: who is online, derived from when they were last active, never stored as such.
 *
 * <p>{@code presence.activity} → {@code ingest} → {@code state} (Redis) → {@code publish} → {@code presence.changes};
 * {@code sweep} takes offline whose time ran out; {@code query} answers over HTTP. Only {@code state} knows Redis. Any
 * number of instances may run: each step that matters is one atomic script.
 */
package io.clawhub.presence;
