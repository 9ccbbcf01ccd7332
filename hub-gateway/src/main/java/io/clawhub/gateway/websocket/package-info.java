/**
 * What every adapter with a WebSocket needs, so that adapters share it without knowing each other: the guarded and pausable
 * socket, frames on their way in (order and rate), what the connections of one agent share, and what an upgrade request tells.
 */
package io.clawhub.gateway.websocket;
