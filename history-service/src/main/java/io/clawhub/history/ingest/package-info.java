/**
 * From the log into PostgreSQL, once and in order.
 *
 * <p>In: batches of {@code chat.events} and {@code chat.cursors}. Out: rows, and the positions behind them in the same
 * transaction; unreadable records go to the dead-letter topic first. Kafka's own committed offsets play no part.
 *
 * <ul>
 *   <li>{@link io.clawhub.history.ingest.LogConsumer} receives a batch and moves it to a virtual thread,
 *   <li>{@link io.clawhub.history.ingest.EntryReader} turns records into entries,
 *   <li>{@link io.clawhub.history.ingest.BatchStore} decides: store, try again, split, dead-letter,
 *   <li>{@link io.clawhub.history.ingest.BatchWriter} runs the transaction,
 *   <li>{@link io.clawhub.history.ingest.AssignedPartitions} knows where each partition stands.
 * </ul>
 */
package io.clawhub.history.ingest;
