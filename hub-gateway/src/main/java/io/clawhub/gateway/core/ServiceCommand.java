package io.clawhub.gateway.core;

import java.math.BigDecimal;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;

import io.clawhub.gateway.core.services.ServiceQuery;

/** What can be asked about services. Absent values are null. */
public sealed interface ServiceCommand extends Command {

    /**
     * Offers a service and opens its lobby. Repeating it by the same owner keeps the lobby.
     *
     * @param serviceId the service
     * @param ownerId whom the provider names as the one who answers for it
     * @param skillDoc its documentation
     * @param document the whole description as the provider gave it, a JSON object
     */
    record RegisterService(String serviceId, String ownerId, String skillDoc, JsonNode document)
            implements ServiceCommand {}

    /** Withdraws a service: its sessions end, its id is free again. */
    record UnregisterService(String serviceId) implements ServiceCommand {}

    /** Changes fields of a service's description; {@code changes} is a JSON object of the same shape. */
    record UpdateService(String serviceId, JsonNode changes) implements ServiceCommand {}

    /** Looks for services. */
    record DiscoverServices(ServiceQuery query) implements ServiceCommand {}

    /** Reads one service. */
    record DescribeService(String serviceId) implements ServiceCommand {}

    /** Sets a service's price. */
    record SetPrice(String serviceId, BigDecimal price, String priceUnit) implements ServiceCommand {}

    /** Rates a service, 0 to 5; a participant's newest rating counts. */
    record RateService(String serviceId, int score, String comment, List<String> tags) implements ServiceCommand {}

    /** Reads a service's rating. */
    record ReadRating(String serviceId) implements ServiceCommand {}

    /** Lets a user use a service, or not any more. The first grant restricts an open service to those granted. */
    record ChangeAccess(String serviceId, String userId, boolean allowed) implements ServiceCommand {}

    /** Sets how long a service's keys last: seconds and calls; null leaves a value as it is. */
    record SetKeyPolicy(String serviceId, Long durationSeconds, Long maxCalls) implements ServiceCommand {}
}
