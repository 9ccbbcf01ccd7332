/**
 * The Claw Chat Hub protocol: one JSON object per WebSocket text message on {@code /}, {@code /ws} and {@code /ws/claw}.
 *
 * <p>Served here: the dialects A (the upgrade's {@code X-Agent-Id} header names the agent) and A0 (a {@code connect}
 * frame does), with {@code connect, ping, register, chat_message, chat_history}. A plain dialect A client puts every frame
 * it gets into one queue of messages, so it is told nothing unasked but messages: no acks, no errors. Both are opt-in:
 * {@code ?ack=1} in the URL, {@code "ack":true} in a frame, or {@code "capabilities":["ack"]} in {@code connect}.
 *
 * <p>Terms: {@code agent_id} is a participant, {@code channel_id} a conversation, {@code message_id} the sender's own id
 * of a message where it gave one, otherwise the hub's ({@code hub_message_id} always is). All connections of an agent
 * are one client. Not served yet: channel requests, dialect B, services beyond registration.
 */
package io.clawhub.gateway.protocol.claw;
