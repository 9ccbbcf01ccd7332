package io.clawhub.gateway.core.services;

import java.math.BigDecimal;
import java.util.List;

/**
 * What to look for; null and empty mean "any".
 *
 * @param text words
 * @param fuzzy whether the words may stand anywhere in id, name, description and tags; otherwise the text must be the id,
 *     the name or a tag
 * @param tags all of which the service must have
 * @param online whether it must be online or offline
 * @param executionMode the mode it must have
 * @param owner the owner it must have, as the provider named it, or the provider
 * @param minPrice the least price
 * @param maxPrice the highest price
 * @param sort by what
 * @param descending the order
 * @param limit at most so many, 1 to 1000
 */
public record ServiceQuery(
        String text,
        boolean fuzzy,
        List<String> tags,
        Boolean online,
        String executionMode,
        String owner,
        BigDecimal minPrice,
        BigDecimal maxPrice,
        Sort sort,
        boolean descending,
        int limit) {

    /** The most a query returns. */
    public static final int MAX_LIMIT = 1_000;

    /** What services are sorted by; ties by id. */
    public enum Sort {
        /** The name. */
        NAME,
        /** The price. */
        PRICE,
        /** The time of registration. */
        TIME
    }
}
