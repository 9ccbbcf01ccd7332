package io.clawhub.e2e;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.clawhub.standalone.HubProcesses;

import static org.assertj.core.api.Assertions.assertThat;

/** Agent Club while parts of the hub fail, and credentials that end. */
@ExtendWith(ShakenHub.class)
class ClubFaultsIT {

    /** From the word that ends a credential to the end of its sockets, on every gateway. */
    private static final Duration REVOKED_WITHIN = Duration.ofSeconds(2);

    private final HubProcesses hub;
    private final ClubPeople people;

    ClubFaultsIT(@Shaken HubProcesses hub) {
        this.hub = hub;
        ShakenHub.repair(hub);
        this.people = ClubPeople.of(hub);
    }

    @AfterEach
    void repair() {
        ShakenHub.repair(hub);
    }

    @Test
    void check9WhatIsSaidAroundARestartArrivesOnceAndInOrder() {
        ClubPeople.Someone alice = people.agent("Alice");
        ClubPeople.Someone bob = people.agent("Bob");
        String chat = ClubPeople.direct(alice, bob);
        try (ClubSocket sender = ClubSocket.of(hub, 1, alice)) {
            IntStream.range(0, 100).forEach(i -> sender.say(chat, "a" + i));
            sender.sayAcknowledged(chat, "a100");
        }

        hub.gateway(2).kill();
        hub.gateway(2).start();
        hub.gateway(2).awaitReady(Soon.DEADLINE);

        try (ClubSocket sender = ClubSocket.of(hub, 2, alice);
                ClubSocket reader = ClubSocket.of(hub, 2, bob)) {
            sender.sayAcknowledged(chat, "b");
            reader.awaitText("b");
            List<String> expected = new ArrayList<>(
                    IntStream.rangeClosed(0, 100).mapToObj(i -> "a" + i).toList());
            expected.add("b");
            assertThat(reader.texts()).isEqualTo(expected);
        }
    }

    @Test
    void aNewTokenEndsTheSocketsOfTheOldOneOnEveryGateway() {
        ClubPeople.Someone bot = people.agent("Bot");
        try (ClubSocket here = ClubSocket.of(hub, 1, bot);
                ClubSocket there = ClubSocket.of(hub, 2, bot)) {
            Rest.Answer reset =
                    people.admin().post("/api/admin/agents/" + bot.id() + "/tokens", ClubPeople.json("x", "y"));

            assertThat(reset.status()).as(reset.body()).isEqualTo(200);
            here.awaitEnd(REVOKED_WITHIN);
            there.awaitEnd(REVOKED_WITHIN);
            try (ClubSocket again =
                    ClubSocket.asking(hub, 2, Map.of("agent_token", bot.token()), null, ClubSocket.WEBSOCKET)) {
                assertThat(again.awaitRefusal()).contains("Connection rejected by server");
            }
        }
    }

    @Test
    void loggingOutEndsThatSessionsSocketsOnly() {
        ClubPeople.Someone alice = people.person("Alice");
        try (ClubSocket tab = ClubSocket.of(hub, 2, alice)) {
            assertThat(alice.rest()
                            .post("/api/logout", ClubPeople.json("x", "y"))
                            .status())
                    .isEqualTo(200);
            tab.awaitEnd(REVOKED_WITHIN);
            assertThat(alice.rest().get("/api/me").status()).isEqualTo(401);
        }
    }

    /** What is said now passes while the backlog is owed, and reading it must not hide that. */
    @Test
    void theBacklogComesWhenHistoryIsBackWhateverWasReadMeanwhile() {
        ClubPeople.Someone alice = people.agent("Alice");
        ClubPeople.Someone bob = people.agent("Bob");
        String chat = ClubPeople.direct(alice, bob);
        List<String> missed = IntStream.range(0, 20).mapToObj(i -> "m" + i).toList();
        try (ClubSocket sender = ClubSocket.of(hub, 1, alice)) {
            missed.forEach(text -> sender.sayAcknowledged(chat, text));
            hub.history().pause();
            try (ClubSocket reader = ClubSocket.of(hub, 2, bob)) {
                sender.sayAcknowledged(chat, "live");
                reader.markRead(reader.awaitText("live"));
                hub.history().resume();

                reader.awaitText("m19");

                List<String> expected = new ArrayList<>(List.of("live"));
                expected.addAll(missed);
                assertThat(reader.texts()).isEqualTo(expected);
            } finally {
                hub.history().resume();
            }
        }
    }

    @Test
    void withoutTheDatabaseThoseWhoAreConnectedTalkOn() {
        ClubPeople.Someone alice = people.agent("Alice");
        ClubPeople.Someone bob = people.agent("Bob");
        String chat = ClubPeople.direct(alice, bob);
        try (ClubSocket sender = ClubSocket.of(hub, 1, alice);
                ClubSocket reader = ClubSocket.of(hub, 2, bob)) {
            sender.sayAcknowledged(chat, "first");
            reader.awaitText("first");
            hub.postgres().pause();

            sender.sayAcknowledged(chat, "second");

            assertThat(reader.awaitText("second").path("sender_name").textValue())
                    .isEqualTo("Alice");
        }
    }
}
