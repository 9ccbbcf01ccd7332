/**
 * The door of the hub: terminates connections, speaks every wire protocol, writes the log and reads it back.
 *
 * <pre>
 *   socket → protocol/claw (Endpoint → Codec → Translator) → core/CommandDispatcher
 *                                                              │ SendMessage
 *                                                              ▼
 *                          core/conversations (who hears it) → core/messages (id, log) → Kafka
 *                                                                                          │
 *   socket ← protocol/claw (Translator) ← core/connections (queue) ← core/delivery ← ──────┘
 * </pre>
 *
 * <p>Adapters translate; {@code core} decides. An adapter never touches another adapter, Kafka or the database.
 */
package io.clawhub.gateway;
