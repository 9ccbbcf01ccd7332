package io.clawhub.gateway.protocol.claw.rest;

import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;

import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jboss.resteasy.reactive.RestQuery;

import io.clawhub.gateway.core.HubError;
import io.clawhub.gateway.core.HubException;
import io.clawhub.gateway.core.services.ServiceQuery;

/** The filters of the list of services. What cannot be understood has its default, but for prices. */
class QueryParameters {

    private static final int MAX_TEXT = 256;
    private static final int MAX_TAGS = 64;

    @RestQuery("q")
    @Parameter(description = "Words that stand in id, name, description or tags.")
    String text;

    @RestQuery
    @Parameter(description = "Tags that it has, all of them; separated by commas.")
    String tags;

    @RestQuery
    @Parameter(description = "online (default), offline or all.")
    String status;

    @RestQuery("execution_mode")
    @Parameter(description = "local, remote or external.")
    String executionMode;

    @RestQuery
    @Parameter(description = "Its owner.")
    String owner;

    @RestQuery("min_price")
    @Parameter(description = "The least price.")
    String minPrice;

    @RestQuery("max_price")
    @Parameter(description = "The highest price.")
    String maxPrice;

    @RestQuery("sort_by")
    @Parameter(description = "name (default), price or time.")
    String sortBy;

    @RestQuery("sort_order")
    @Parameter(description = "asc (default) or desc.")
    String sortOrder;

    @RestQuery
    @Parameter(description = "false: q is the id, the name or a tag. Default true.")
    String fuzzy;

    @RestQuery
    @Parameter(description = "At most so many, 1 to 1000.")
    String limit;

    ServiceQuery query() {
        return new ServiceQuery(
                nonEmpty("q", text),
                !"false".equalsIgnoreCase(fuzzy),
                tagList(),
                online(),
                nonEmpty("execution_mode", executionMode),
                nonEmpty("owner", owner),
                price("min_price", minPrice),
                price("max_price", maxPrice),
                sort(),
                "desc".equalsIgnoreCase(sortOrder),
                Limits.clamp(limit, ServiceQuery.MAX_LIMIT, ServiceQuery.MAX_LIMIT));
    }

    private List<String> tagList() {
        String all = nonEmpty("tags", tags);
        return all == null
                ? List.of()
                : List.of(all.split(",")).stream()
                        .map(String::trim)
                        .filter(tag -> !tag.isEmpty())
                        .limit(MAX_TAGS)
                        .toList();
    }

    private Boolean online() {
        return switch (status == null ? "online" : status.toLowerCase(Locale.ROOT)) {
            case "online" -> Boolean.TRUE;
            case "offline" -> Boolean.FALSE;
            default -> null;
        };
    }

    private ServiceQuery.Sort sort() {
        return switch (sortBy == null ? "name" : sortBy.toLowerCase(Locale.ROOT)) {
            case "price" -> ServiceQuery.Sort.PRICE;
            case "time" -> ServiceQuery.Sort.TIME;
            default -> ServiceQuery.Sort.NAME;
        };
    }

    private static BigDecimal price(String name, String value) {
        String number = nonEmpty(name, value);
        try {
            return number == null ? null : new BigDecimal(number);
        } catch (NumberFormatException e) {
            throw new HubException(HubError.INVALID_PRICE, name + " must be a number");
        }
    }

    private static String nonEmpty(String name, String value) {
        if (value == null || value.isEmpty()) {
            return null;
        }
        if (value.length() > MAX_TEXT || value.indexOf('\0') >= 0) {
            throw new HubException(HubError.INVALID_TEXT, name + " is too long, or cannot be searched for");
        }
        return value;
    }
}
