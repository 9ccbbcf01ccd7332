package io.clawhub.gateway.protocol.claw;

import java.math.BigDecimal;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;

import io.clawhub.gateway.core.services.ServiceQuery;

/** Services: offering, finding, describing and rating them. */
sealed interface ServiceFrame extends ClawFrame {

    /** Offers a service. {@code ownerId} is whom the provider names; the core decides whose it is. */
    record Register(String serviceId, String ownerId, String skillDoc, JsonNode service) implements ServiceFrame {}

    /** Withdraws a service. */
    record Unregister(String serviceId) implements ServiceFrame {}

    /** Changes fields of a service's description. */
    record Update(String serviceId, JsonNode changes) implements ServiceFrame {}

    /** Looks for services. */
    record Discover(ServiceQuery query) implements ServiceFrame {}

    /** Asks for a service's description, or for its document alone. */
    record Describe(String serviceId, boolean documentOnly) implements ServiceFrame {}

    /** Sets a price. */
    record SetPrice(String serviceId, BigDecimal price, String priceUnit) implements ServiceFrame {}

    /** Rates a service. */
    record Rate(String serviceId, int score, String comment, List<String> tags) implements ServiceFrame {}

    /** Asks for a rating. */
    record GetRating(String serviceId) implements ServiceFrame {}

    /** Sets how long keys last, of one service or of all that this connection registered. */
    record LifecyclePolicy(String serviceId, Long durationSeconds, Long maxCalls) implements ServiceFrame {}
}
