/**
 * The Kafka contract: topic names, keys, records, headers and their JSON, in one place for every service.
 *
 * <p>Order is per key only. {@code chat.events} is keyed by conversation id, so one conversation is one ordered log.
 * Values are JSON with unknown fields ignored; a new field is optional, a rename is a new schema version. Every record
 * carries the headers of {@link io.clawhub.events.EventHeaders}, so a reader can route or skip it without parsing.
 *
 * <p>No framework lives here, only Jackson and the Kafka client's header types.
 */
package io.clawhub.events;
