/**
 * The hub's own protocol without a socket, under {@code /im/v1}. {@code X-Agent-Id} says who asks, {@code X-Client-Id} by which
 * client, an API key proves it. A refusal is {@code {"code", "message", "recoverable"}} with the status of its row in
 * {@link io.clawhub.gateway.core.HubError}.
 */
package io.clawhub.gateway.protocol.im.rest;
