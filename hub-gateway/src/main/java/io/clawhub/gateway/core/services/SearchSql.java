package io.clawhub.gateway.core.services;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import io.clawhub.events.EventJson;
import io.clawhub.gateway.core.HubError;
import io.clawhub.gateway.core.HubException;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * The one statement that answers a query.
 *
 * @param sql the statement
 * @param parameters its named parameters
 */
record SearchSql(String sql, Map<String, Object> parameters) {

    /** Documents in one answer, bytes: a thousand small ones, or fewer large ones. */
    static final int MAX_BYTES = 4 * 1024 * 1024;

    private static final int MAX_TEXT_BYTES = 1_024;
    private static final int MAX_WORDS = 16;

    // Text from outside stands in parameters only.
    private static final String FOUND =
            """
            SELECT %1$s
            FROM (SELECT s.id AS found_id, row_number() OVER place AS place,
                         sum(octet_length(s.document)) OVER place AS bytes
                  FROM service s WHERE %2$s WINDOW place AS (ORDER BY %3$s)
                  ORDER BY %3$s LIMIT %4$d) found
            JOIN service s ON s.id = found.found_id
            WHERE found.bytes <= %5$d ORDER BY found.place""";

    static SearchSql of(ServiceQuery query, String columns) {
        Map<String, Object> parameters = new HashMap<>();
        List<String> conditions = new ArrayList<>(List.of("s.withdrawn_at IS NULL"));
        addText(query, conditions, parameters);
        addFilters(query, conditions, parameters);
        int limit = Math.clamp(query.limit(), 1, ServiceQuery.MAX_LIMIT);
        String sql = FOUND.formatted(columns, String.join(" AND ", conditions), order(query), limit, MAX_BYTES);
        return new SearchSql(sql, parameters);
    }

    private static void addText(ServiceQuery query, List<String> conditions, Map<String, Object> parameters) {
        String text = checked(query.text(), "query");
        if (text == null || text.isBlank()) {
            return;
        }
        String wanted = text.strip().toLowerCase(Locale.ROOT);
        if (!query.fuzzy()) {
            conditions.add(
                    "(lower(s.id) = :text OR lower(s.name) = :text OR :text IN (SELECT lower(tag) FROM unnest(s.tags) tag))");
            parameters.put("text", wanted);
            return;
        }
        String[] words = wanted.split("\\s+");
        if (words.length > MAX_WORDS) {
            throw new HubException(HubError.MISSING_FIELDS, "query has more than " + MAX_WORDS + " words");
        }
        for (int i = 0; i < words.length; i++) {
            conditions.add("s.search_text LIKE :word" + i + " ESCAPE '!'");
            parameters.put("word" + i, '%' + words[i].replaceAll("[!%_]", "!$0") + '%');
        }
    }

    private static void addFilters(ServiceQuery query, List<String> conditions, Map<String, Object> parameters) {
        if (query.tags() != null && !query.tags().isEmpty()) {
            if (query.tags().size() > ServiceDocument.MAX_TAGS) {
                throw new HubException(HubError.MISSING_FIELDS, "at most " + ServiceDocument.MAX_TAGS + " tags");
            }
            query.tags().forEach(tag -> checked(tag, "tags"));
            conditions.add(
                    "s.tags @> CAST(ARRAY(SELECT jsonb_array_elements_text(CAST(CAST(:tags AS text) AS jsonb))) AS text[])");
            parameters.put("tags", new String(EventJson.write(query.tags()), UTF_8));
        }
        if (query.online() != null) {
            conditions.add((query.online() ? "" : "NOT ") + ServiceSql.HAS_LIVE_BINDING);
        }
        if (query.executionMode() != null) {
            conditions.add("s.execution_mode = :mode");
            parameters.put("mode", checked(query.executionMode(), "execution_mode"));
        }
        if (query.owner() != null) {
            conditions.add("(s.owner_label = :owner OR s.owner_id = :owner)");
            parameters.put("owner", checked(query.owner(), "owner"));
        }
        if (query.minPrice() != null) {
            conditions.add("s.price >= :minPrice");
            parameters.put("minPrice", query.minPrice());
        }
        if (query.maxPrice() != null) {
            conditions.add("s.price <= :maxPrice");
            parameters.put("maxPrice", query.maxPrice());
        }
    }

    private static String order(ServiceQuery query) {
        String direction = query.descending() ? " DESC" : " ASC";
        String by = query.sort() == null
                ? "lower(s.name)"
                : switch (query.sort()) {
                    case NAME -> "lower(s.name)";
                    case PRICE -> "s.price";
                    case TIME -> "s.registered_at";
                };
        return by + direction + " NULLS LAST, s.id" + direction;
    }

    private static String checked(String text, String field) {
        return ServiceText.checked(text, field, MAX_TEXT_BYTES);
    }
}
