package io.clawhub.gateway.core.services;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.hibernate.reactive.mutiny.Mutiny;

import io.clawhub.events.EventJson;
import io.clawhub.gateway.core.outbox.DatabaseContext;

/** Services as they are shown, straight from the tables: what is online is true at this moment. */
@ApplicationScoped
public class ServiceSearch {

    private static final String COLUMNS =
            """
            s.id, s.owner_id, s.conversation_id, s.name, s.description, CAST(array_to_json(s.tags) AS text),
            s.execution_mode, CAST(s.price AS text), s.price_unit, %s, s.restricted,
            CAST(array_to_json(s.allowed_users) AS text), s.document"""
                    .formatted(ServiceSql.HAS_LIVE_BINDING);

    private static final String ONE =
            """
            SELECT %s, d.skill_doc FROM service s LEFT JOIN service_skill_doc d ON d.service_id = s.id
            WHERE s.id = :serviceId AND s.withdrawn_at IS NULL"""
                    .formatted(COLUMNS);

    private final DatabaseContext database;

    ServiceSearch(DatabaseContext database) {
        this.database = database;
    }

    /** One service, or null. */
    Uni<ServiceListing> describe(String serviceId) {
        return database.inSession(
                        () -> Panache.getSession().chain(session -> session.createNativeQuery(ONE, Object[].class)
                                .setParameter("serviceId", serviceId)
                                .getSingleResultOrNull()))
                .map(row -> row == null ? null : listing(row, (String) row[13]));
    }

    /** What matches, in the order asked for, without documentation; see {@link SearchSql#MAX_BYTES}. */
    Uni<List<ServiceListing>> discover(ServiceQuery query) {
        SearchSql search = SearchSql.of(query, COLUMNS);
        return database.inSession(() -> Panache.getSession().chain(session -> {
                    Mutiny.SelectionQuery<Object[]> select = session.createNativeQuery(search.sql(), Object[].class);
                    search.parameters().forEach(select::setParameter);
                    return select.getResultList();
                }))
                .map(rows -> rows.stream().map(row -> listing(row, null)).toList());
    }

    private static ServiceListing listing(Object[] row, String skillDoc) {
        String ownerId = (String) row[1];
        boolean restricted = (Boolean) row[10];
        List<String> allowed = texts((String) row[11]);
        return new ServiceListing(
                (String) row[0],
                ownerId,
                (String) row[2],
                (String) row[3],
                (String) row[4],
                texts((String) row[5]),
                (String) row[6],
                row[7] == null ? null : new BigDecimal((String) row[7]),
                (String) row[8],
                (Boolean) row[9],
                // Restricted to nobody: an empty list would say the opposite.
                restricted && allowed.isEmpty() ? List.of(ownerId) : allowed,
                skillDoc,
                EventJson.readTree((String) row[12]));
    }

    private static List<String> texts(String jsonArray) {
        List<String> texts = new ArrayList<>();
        for (JsonNode text : EventJson.readTree(jsonArray)) {
            texts.add(text.textValue());
        }
        return texts;
    }
}
