package io.clawhub.gateway.core.services;

import java.util.List;

/**
 * How a service is rated.
 *
 * @param serviceId the service
 * @param total ratings given
 * @param average their average, 0 without any
 * @param distribution how often each score from 0 to 5 was given, at the score's index
 */
public record Rating(String serviceId, long total, double average, List<Long> distribution) {

    public Rating {
        distribution = List.copyOf(distribution);
    }
}
