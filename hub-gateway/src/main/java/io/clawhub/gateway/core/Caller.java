package io.clawhub.gateway.core;

/**
 * Who speaks on a connection: taken from the connection, never from a frame.
 *
 * @param participantId who
 * @param clientId which installation of the participant's program; its cursors are kept apart
 * @param protocol the adapter, such as {@code claw}
 * @param authentication {@code open} (claimed by name) or {@code token}
 */
public record Caller(String participantId, String clientId, String protocol, String authentication) {}
