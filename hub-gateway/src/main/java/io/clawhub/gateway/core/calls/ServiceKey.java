package io.clawhub.gateway.core.calls;

import java.time.Instant;

/**
 * A key for a service, without its secret.
 *
 * @param keyId names it: its first characters
 * @param serviceId the service
 * @param consumerId whom it was issued to
 * @param expiresAt until when it is valid
 * @param callsLeft how many calls are left
 * @param durationSeconds how long it was issued for
 * @param maxCalls how many calls it was issued for
 */
public record ServiceKey(
        String keyId,
        String serviceId,
        String consumerId,
        Instant expiresAt,
        long callsLeft,
        long durationSeconds,
        long maxCalls) {}
