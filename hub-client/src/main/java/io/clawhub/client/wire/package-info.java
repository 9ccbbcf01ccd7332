/**
 * The hub's wires, as text in and events out: {@code ImWire}, the hub's own, and {@code ClawWire}, the Claw Chat Hub
 * protocol. No sockets here, no state but what a codec needs to understand the next frame.
 */
package io.clawhub.client.wire;
