/**
 * The hub's own protocol: one JSON object per WebSocket text message on {@code /im/v1/ws}, its type in {@code t}. It offers
 * all that the hub can do; {@code docs/im-protocol.md} describes it, and the schemas in {@code im/schema} each frame.
 *
 * <p>The way of a frame: {@code ImEndpoint}, {@code ImConnection}, {@code Inbox} (order and rate), {@code ImCodec} and the
 * {@code *Readers}, {@code ImRequests}, the core behind {@code ImCore}; back through {@code Answers} and {@code ImPushes}.
 *
 * <p>Terms: {@code cmid} is the sender's idempotency key, {@code rid} a question's own id, which its answer carries.
 */
package io.clawhub.gateway.protocol.im;
