package io.clawhub.gateway.core.services;

import java.math.BigDecimal;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A service as it is shown. Absent values are null.
 *
 * @param serviceId its id, chosen by the provider
 * @param providerId the participant who answers for it
 * @param conversationId its lobby
 * @param name its name
 * @param description what it does
 * @param tags words to find it by
 * @param executionMode {@code local}, {@code remote} or {@code external}
 * @param price what a call costs
 * @param priceUnit of what
 * @param online whether a connection that offers it is open
 * @param allowedUsers who may use it; empty: everybody; the owner alone: nobody else
 * @param skillDoc its documentation; null in the answer to a search
 * @param document the whole description as the provider gave it
 */
public record ServiceListing(
        String serviceId,
        String providerId,
        String conversationId,
        String name,
        String description,
        List<String> tags,
        String executionMode,
        BigDecimal price,
        String priceUnit,
        boolean online,
        List<String> allowedUsers,
        String skillDoc,
        JsonNode document) {}
