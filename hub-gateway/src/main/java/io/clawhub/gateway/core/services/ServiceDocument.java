package io.clawhub.gateway.core.services;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import com.fasterxml.jackson.databind.JsonNode;

import io.clawhub.gateway.core.HubError;
import io.clawhub.gateway.core.HubException;
import io.clawhub.gateway.core.Ids;

/**
 * What the hub reads in a service's description. Absent values are null.
 *
 * @param name the name, or the service's id
 * @param description what it does, or empty
 * @param tags words to find it by
 * @param executionMode {@code local}, {@code remote} or {@code external}
 * @param ownerLabel the owner in the provider's words, or empty
 * @param price what a call costs
 * @param priceUnit of what
 * @param allowedUsers who may use it
 */
record ServiceDocument(
        String name,
        String description,
        List<String> tags,
        String executionMode,
        String ownerLabel,
        BigDecimal price,
        String priceUnit,
        List<String> allowedUsers) {

    static final int MAX_BYTES = 64 * 1024;
    static final int MAX_SKILL_DOC_BYTES = 256 * 1024;
    static final int MAX_TAGS = 64;

    private static final int MAX_ALLOWED_USERS = 1_000;
    private static final BigDecimal MAX_PRICE = BigDecimal.TEN.pow(12);
    private static final int MAX_PRICE_DECIMALS = 9;
    private static final Set<String> EXECUTION_MODES = Set.of("local", "remote", "external");

    ServiceDocument {
        tags = List.copyOf(tags);
    }

    /**
     * Reads a description.
     *
     * @throws HubException when a field is too large, of the wrong type, or out of bounds
     */
    static ServiceDocument of(String serviceId, JsonNode document) {
        if (!document.isObject()) {
            throw new HubException(HubError.MISSING_FIELDS, "service must be an object");
        }
        ServiceText.check(document, "service", MAX_BYTES);
        String mode = text(document, "execution_mode", "local");
        if (!EXECUTION_MODES.contains(mode)) {
            throw new HubException(HubError.MISSING_FIELDS, "execution_mode must be local, remote or external");
        }
        List<String> tags = texts(document, "tags", MAX_TAGS);
        return new ServiceDocument(
                text(document, "name", serviceId),
                text(document, "description", ""),
                tags == null ? List.of() : tags,
                mode,
                text(document, "owner", ""),
                price(document.path("price")),
                text(document, "price_unit", null),
                allowedUsers(document));
    }

    /** A price from 0 to 10^12, or null. */
    static BigDecimal checkedPrice(BigDecimal price) {
        if (price == null) {
            return null;
        }
        // The scale first: a tiny exponent makes the rest expensive.
        boolean plain = price.scale() <= 400 && price.scale() >= -400;
        if (!plain
                || price.signum() < 0
                || price.compareTo(MAX_PRICE) > 0
                || price.stripTrailingZeros().scale() > MAX_PRICE_DECIMALS) {
            throw invalidPrice();
        }
        return price.stripTrailingZeros();
    }

    /** What a text search looks through. */
    String searchText(String serviceId) {
        return (serviceId + '\n' + name + '\n' + description + '\n' + String.join("\n", tags)).toLowerCase(Locale.ROOT);
    }

    private static BigDecimal price(JsonNode price) {
        if (price.isMissingNode() || price.isNull()) {
            return null;
        }
        try {
            return checkedPrice(
                    price.isTextual() ? new BigDecimal(price.textValue().strip()) : numeric(price));
        } catch (NumberFormatException e) {
            throw invalidPrice();
        }
    }

    private static BigDecimal numeric(JsonNode price) {
        if (!price.isNumber()) {
            throw invalidPrice();
        }
        return price.decimalValue();
    }

    private static HubException invalidPrice() {
        return new HubException(HubError.INVALID_PRICE, "a price is a number from 0 to 10^12 with at most 9 decimals");
    }

    private static List<String> allowedUsers(JsonNode document) {
        List<String> users = texts(document, "allowed_users", MAX_ALLOWED_USERS);
        if (users != null) {
            users.forEach(user -> Ids.checked(user, "allowed_users"));
        }
        return users;
    }

    private static String text(JsonNode document, String field, String otherwise) {
        JsonNode value = document.path(field);
        if (value.isMissingNode() || value.isNull()) {
            return otherwise;
        }
        if (!value.isTextual()) {
            throw new HubException(HubError.MISSING_FIELDS, field + " must be text");
        }
        return value.textValue();
    }

    private static List<String> texts(JsonNode document, String field, int max) {
        JsonNode values = document.path(field);
        if (values.isMissingNode() || values.isNull()) {
            return null;
        }
        if (!values.isArray() || values.size() > max) {
            throw new HubException(HubError.MISSING_FIELDS, field + " must be a list of at most " + max + " texts");
        }
        List<String> texts = new ArrayList<>();
        for (JsonNode value : values) {
            if (!value.isTextual()) {
                throw new HubException(HubError.MISSING_FIELDS, field + " must be a list of texts");
            }
            texts.add(value.textValue());
        }
        return texts;
    }
}
