package io.clawhub.e2e;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.clawhub.standalone.HubProcesses;

import static org.assertj.core.api.Assertions.assertThat;

/** A message has one time: live on every gateway, replayed, and in history, whatever was restarted meanwhile. */
@ExtendWith(ShakenHub.class)
class MessageTimesIT {

    private static final int BURST = 250;
    /** Two start at once, on a machine that may be busy. */
    private static final Duration STARTED = Soon.DEADLINE.multipliedBy(3);

    private final HubProcesses hub;
    private final String alice = Names.fresh("alice");
    private final String bob = Names.fresh("bob");

    MessageTimesIT(@Shaken HubProcesses hub) {
        this.hub = hub;
    }

    @AfterEach
    void repair() {
        hub.history().start();
        ShakenHub.repair(hub);
    }

    @Test
    void theTimesAreTheSameEverywhere() {
        try (ImClient a = ImClient.of(hub, 1, alice, "c");
                ImClient here = bob(1, "here")) {
            here.await("caught_up");
            burst(a, 0);
            hub.history().kill();
            hub.gateway(2).kill();
            burst(a, BURST);
            hub.history().start();
            hub.gateway(2).start();
            hub.gateway(2).awaitReady(STARTED);
            hub.history().awaitReady(STARTED);
            try (ImClient there = bob(2, "there")) {
                there.await("caught_up");
                burst(a, 2 * BURST);

                Map<String, String> live = times(here, 3 * BURST);
                assertThat(new HashSet<>(live.values())).hasSize(3 * BURST);
                assertThat(new ArrayList<>(live.values())).isSorted();
                assertThat(times(there, 3 * BURST)).isEqualTo(live);
                assertThat(history(a, 3 * BURST)).isEqualTo(live);
            }
        }
    }

    private ImClient bob(int gateway, String clientId) {
        return ImClient.connect(hub, gateway, Map.of())
                .say("{'t':'hello','v':1,'agent_id':'%s','client_id':'%s','window':1000}", bob, clientId);
    }

    private void burst(ImClient from, int first) {
        for (int i = first; i < first + BURST; i++) {
            from.say("{'t':'send','cmid':'m%d','to':'%s','text':'t'}", i, bob);
        }
        for (int i = 0; i < BURST; i++) {
            from.await("send_ok");
        }
    }

    /** Message id to time, in the order of their arrival. */
    private static Map<String, String> times(ImClient client, int count) {
        Map<String, String> times = new LinkedHashMap<>();
        for (int i = 0; i < count; i++) {
            put(times, client.awaitMessage());
        }
        return times;
    }

    /** The same from history, page by page back from the first one's time. */
    private Map<String, String> history(ImClient client, int count) {
        Map<String, String> times = new LinkedHashMap<>();
        String before = "9999-01-01T00:00:00Z";
        boolean more = true;
        for (int page = 0; more; page++) {
            JsonNode read = client.ask(
                    "h" + page, "{'t':'history','rid':'h%d','with':'%s','limit':70,'before':'%s'}", page, bob, before);
            read.path("messages").forEach(message -> put(times, message));
            assertThat(times.size()).isLessThanOrEqualTo(count);
            before = read.path("messages").path(0).path("ts").asText();
            more = read.path("has_more").asBoolean();
        }
        return times;
    }

    private static void put(Map<String, String> times, JsonNode message) {
        times.put(message.path("id").asText(), message.path("ts").asText());
    }
}
