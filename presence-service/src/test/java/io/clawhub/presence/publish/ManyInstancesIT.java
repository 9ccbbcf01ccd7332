package io.clawhub.presence.publish;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.inject.Inject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.clawhub.events.PresenceChanged;
import io.clawhub.presence.PresenceConfig;
import io.clawhub.presence.PresenceScenario;
import io.clawhub.presence.state.RedisOutbox;
import io.clawhub.presence.sweep.OfflineSweeper;

import static org.assertj.core.api.Assertions.assertThat;

@QuarkusTest
class ManyInstancesIT extends PresenceScenario {

    private static final int PARTICIPANTS = 300;

    @Inject
    RedisOutbox outbox;

    @Inject
    KafkaPresenceChanges changes;

    @Inject
    OfflineSweeper sweeper;

    @Inject
    PresenceConfig config;

    @Inject
    MeterRegistry metrics;

    @Inject
    Vertx vertx;

    private OutboxDrainer second;
    private OutboxDrainer third;

    @BeforeEach
    void startFurtherInstances() {
        second = new OutboxDrainer(outbox, changes, config, metrics, vertx);
        third = new OutboxDrainer(outbox, changes, config, metrics, vertx);
        second.start(null);
        third.start(null);
    }

    @AfterEach
    void stopFurtherInstances() {
        second.stop(null);
        third.stop(null);
    }

    @Test
    void publishesEachTransitionOnceHoweverManySweepAndDrain() {
        inTime("many", this::playMany);
    }

    private void playMany(String name) {
        List<String> ids =
                IntStream.range(0, PARTICIPANTS).mapToObj(i -> name + "-" + i).toList();
        ids.forEach(id -> kafka.connected(id, "gateway-1", 1));
        awaitHandled();

        soon().untilAsserted(() -> {
            List<Uni<Void>> sweeps = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                sweeps.add(sweeper.sweep());
            }
            Uni.join().all(sweeps).andFailFast().await().indefinitely();
            Map<String, List<PresenceChanged>> published = kafka.changes();
            assertThat(ids).allSatisfy(id -> assertThat(published.getOrDefault(id, List.of()))
                    .hasSizeGreaterThanOrEqualTo(2));
        });

        awaitHandled();
        Map<String, List<PresenceChanged>> published = kafka.changes();
        assertThat(ids).allSatisfy(id -> {
            List<PresenceChanged> changesOfOne = published.get(id);
            assertThat(changesOfOne).extracting(PresenceChanged::online).containsExactly(true, false);
            assertThat(changesOfOne.get(1).version())
                    .isEqualTo(changesOfOne.get(0).version() + 1);
        });
    }
}
