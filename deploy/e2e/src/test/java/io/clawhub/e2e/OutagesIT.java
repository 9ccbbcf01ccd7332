package io.clawhub.e2e;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import io.clawhub.standalone.HubProcesses;

import static org.assertj.core.api.Assertions.assertThat;

/** What still works while a part of the hub is down, and what is back when it is. */
class OutagesIT {

    /** The most that one question gives. */
    private static final int ALL = 500;

    private static final int TEXTS_OF_EACH = 20;

    private static HubProcesses hub;
    private static HubApi api;

    private final String alice = Names.fresh("alice");
    private final String bob = Names.fresh("bob");

    @BeforeAll
    static void start() {
        hub = HubProcesses.start(HubProcesses.Options.standard());
        api = new HubApi(hub);
    }

    /** A test that fails in the middle of an outage must not take the others along. */
    @AfterEach
    void startWhatIsDown() {
        hub.postgres().start();
        hub.redis().start();
        hub.kafka().start();
        hub.history().start();
        hub.history().awaitReady(Soon.DEADLINE);
    }

    @AfterAll
    static void stop() {
        if (hub != null) {
            hub.close();
        }
    }

    @Test
    void whoTalksKeepsTalkingWithoutPostgresAndHistoryHasItLater() {
        try (Agent here = Agent.plain(hub, 1, alice);
                Agent there = Agent.plain(hub, 1, bob);
                Agent stranger = Agent.acking(hub, 1, Names.fresh("stranger"))) {
            there.say(alice, "hello");
            here.awaitTexts(List.of("hello"));
            String channelId = here.messages().getFirst().path("channel_id").asText();

            hub.postgres().kill();

            List<String> said = new ArrayList<>(List.of("hello"));
            for (int number = 0; number < TEXTS_OF_EACH; number++) {
                here.say(bob, "ping " + number);
                there.awaitTexts(Names.numbered("ping", number + 1));
                there.say(alice, "pong " + number);
                int pongs = number + 1;
                Soon.await().until(() -> here.texts().size() == 1 + pongs);
                said.addAll(List.of("ping " + number, "pong " + number));
            }
            JsonNode refused = stranger.sayAndAwaitAck(Names.fresh("nobody"), "a new conversation");
            hub.postgres().start();
            Soon.await().until(() -> here.history(channelId, ALL).size() >= said.size());

            assertThat(Frames.field("content", here.history(channelId, ALL))).isEqualTo(said);
            assertThat(Frames.isRefusedForNow(refused)).isTrue();
        }
    }

    @Test
    void chatGoesOnWithoutRedisAndPresenceSaysThatItDoesNotKnow() {
        try (Agent here = Agent.plain(hub, 1, alice);
                Agent there = Agent.plain(hub, 1, bob)) {
            Soon.await().until(() -> "online".equals(api.presence(bob)));

            hub.redis().kill();

            assertThat(api.presence(bob, Duration.ofSeconds(1))).isEqualTo("unknown");
            here.say(bob, "ping");
            there.awaitTexts(List.of("ping"));
            there.say(alice, "pong");
            here.awaitTexts(List.of("pong"));
            hub.redis().start();
            Soon.await().until(() -> "online".equals(api.presence(bob)));
        }
    }

    @Test
    void killedKafkaRefusesWhoAsksAndHoldsWhatPlainAgentsSay() {
        try (KafkaOutage outage = new KafkaOutage(hub)) {
            outage.begin(hub.kafka()::kill);

            outage.assertRefusedInTimeAndHeld();
            hub.kafka().start();
            outage.assertNothingIsLostOrTwice();
        }
    }

    @Test
    void stoppedKafkaRefusesWhoAsksAndHoldsWhatPlainAgentsSay() {
        try (KafkaOutage outage = new KafkaOutage(hub)) {
            outage.begin(hub.kafka()::stop);

            outage.assertRefusedInTimeAndHeld();
            hub.kafka().start();
            outage.assertNothingIsLostOrTwice();
        }
    }

    @Test
    void whoConnectsWithoutHistoryGoesLiveAndGetsItsBacklogLater() {
        List<String> backlog = Names.numbered("backlog", 5);
        try (Agent sender = Agent.acking(hub, 1, alice)) {
            JsonNode last = null;
            for (String text : backlog) {
                last = sender.sayAndAwaitAck(bob, text);
            }
            hub.history().kill();
            try (Agent back = Agent.plain(hub, 1, bob)) {
                sender.sayAndAwaitAck(bob, "live");
                Soon.within(Duration.ofSeconds(10)).until(() -> back.texts().equals(List.of("live")));

                hub.history().start();
                hub.history().awaitReady(Soon.DEADLINE);

                List<String> all = new ArrayList<>(List.of("live"));
                all.addAll(backlog);
                back.awaitTexts(all);
                api.awaitAllDelivered(bob, last.path("channel_id").asText());
            }
            try (Agent again = Agent.plain(hub, 1, bob)) {
                sender.sayAndAwaitAck(bob, "marker");
                again.awaitTexts(List.of("marker"));
            }
        }
    }
}
