package io.clawhub.gateway.core.calls;

import java.time.Instant;

/**
 * A participant's way to call a service. Absent values are null.
 *
 * @param tunnelId its id, 12 hex digits
 * @param serviceId the service
 * @param consumerId who may call over it
 * @param executionMode the service's
 * @param endpoint where an external service is reached, as its provider gave it
 * @param openedAt since when
 */
public record Tunnel(
        String tunnelId,
        String serviceId,
        String consumerId,
        String executionMode,
        String endpoint,
        Instant openedAt) {}
