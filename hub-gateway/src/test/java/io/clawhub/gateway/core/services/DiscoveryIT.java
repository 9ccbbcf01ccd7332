package io.clawhub.gateway.core.services;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;

import io.clawhub.gateway.core.calls.ServicesIT;
import io.clawhub.gateway.core.outbox.DatabaseContext;
import io.clawhub.standalone.testing.KafkaTestResource;
import io.clawhub.standalone.testing.PostgresTestResource;

import static org.assertj.core.api.Assertions.assertThat;

/** Discovery over a thousand services, half of them online. Prints how long it takes. */
@QuarkusTest
@WithTestResource(KafkaTestResource.class)
@WithTestResource(PostgresTestResource.class)
@TestProfile(ServicesIT.WithoutHistory.class)
class DiscoveryIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int RUNS = 300;

    private static final List<String> THOUSAND = List.of(
            """
            INSERT INTO conversation (id, kind, service_id, opened_at)
            SELECT 'ch_many' || i, 'service', 'many' || i, now() FROM generate_series(1, 1000) i""",
            """
            INSERT INTO service (id, owner_id, conversation_id, name, description, document, registered_at, updated_at,
                                 tags, owner_label, price, search_text)
            SELECT 'many' || i, 'owner' || i % 50, 'ch_many' || i, 'Service ' || i, repeat('does things ', 10),
                   '{"name":"Service","description":"' || repeat('does things ', 10) || '"}', now(), now(),
                   ARRAY['many', 'tag' || i % 10], 'crowd', i,
                   'many' || i || ' service ' || i || repeat(' does things', 10) || ' many tag' || i % 10
            FROM generate_series(1, 1000) i""",
            "INSERT INTO gateway (id, lease_until) VALUES ('many-gateway', now() + interval '10 minutes')",
            """
            INSERT INTO service_binding (service_id, gateway_id, connection_id, participant_id, bound_at)
            SELECT 'many' || i, 'many-gateway', 'c' || i, 'owner' || i % 50, now()
            FROM generate_series(1, 1000, 2) i""");

    @Inject
    DatabaseContext database;

    @Inject
    ServiceSearch search;

    @Test
    void aThousandServicesAreSearchedQuickly() {
        THOUSAND.forEach(this::execute);
        try {
            assertThat(found(query(null, null, 1_000))).hasSize(1_000);
            assertThat(found(query(null, true, 1_000))).hasSize(500);
            assertThat(found(query("things tag7", true, 1_000))).hasSize(100);
            measure("all online, 1000 wanted", query(null, true, 1_000));
            measure("words, online, 50 wanted", query("things tag7", true, 50));
        } finally {
            execute("DELETE FROM gateway WHERE id = 'many-gateway'");
            execute("DELETE FROM service WHERE owner_label = 'crowd'");
        }
    }

    private void measure(String what, ServiceQuery query) {
        for (int i = 0; i < RUNS; i++) {
            found(query);
        }
        long[] micros = new long[RUNS];
        for (int i = 0; i < RUNS; i++) {
            long begun = System.nanoTime();
            found(query);
            micros[i] = (System.nanoTime() - begun) / 1_000;
        }
        Arrays.sort(micros);
        System.out.printf(
                "discovery, %s: p50 %d us, p99 %d us, max %d us%n",
                what, micros[RUNS / 2], micros[RUNS * 99 / 100], micros[RUNS - 1]);
    }

    private List<ServiceListing> found(ServiceQuery query) {
        return search.discover(query).await().atMost(PATIENCE);
    }

    private void execute(String sql) {
        database.inTransaction(() -> Panache.getSession()
                        .chain(session -> session.createNativeQuery(sql).executeUpdate()))
                .await()
                .atMost(PATIENCE);
    }

    private static ServiceQuery query(String text, Boolean online, int limit) {
        return new ServiceQuery(
                text,
                true,
                List.of("many"),
                online,
                "local",
                "crowd",
                null,
                null,
                ServiceQuery.Sort.NAME,
                false,
                limit);
    }
}
