package io.clawhub.gateway.core.accounts;

import java.time.Instant;

/**
 * A holder of an API key.
 *
 * @param userId 12 hex digits
 * @param name as it was given
 * @param createdAt since when
 * @param active whether the key is valid
 */
public record User(String userId, String name, Instant createdAt, boolean active) {}
