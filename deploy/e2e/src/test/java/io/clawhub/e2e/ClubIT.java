package io.clawhub.e2e;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.clawhub.standalone.HubProcesses;
import io.clawhub.standalone.testing.FrameSocket;

import static org.assertj.core.api.Assertions.assertThat;

/** The acceptance list of Agent Club, by its numbers, on two gateways, with the Java Socket.IO client. */
@ExtendWith(CalmHub.class)
class ClubIT {

    private static final List<String> FIELDS = List.of(
            "id",
            "chat_type",
            "chat_id",
            "sender_id",
            "sender_name",
            "sender_avatar",
            "sender_is_agent",
            "content",
            "content_type",
            "file_url",
            "file_name",
            "mentions",
            "created_at");

    private static final Duration ACTIVE_TIMEOUT = Duration.ofSeconds(90);

    private final HubProcesses hub;
    private final ClubPeople people;

    ClubIT(HubProcesses hub) {
        this.hub = hub;
        this.people = ClubPeople.of(hub);
    }

    @ParameterizedTest
    @ValueSource(strings = {"websocket", "polling", "polling,websocket"})
    void check1AgentsConnectByTokenOverEachTransport(String transports) {
        ClubPeople.Someone agent = people.agent("Bot");
        try (ClubSocket socket = ClubSocket.of(hub, 1, agent, transports.split(","))) {
            JsonNode who = socket.await("auth_ok");

            assertThat(who.path("user_id").textValue()).isEqualTo(agent.id());
            assertThat(who.path("display_name").textValue()).isEqualTo("Bot");
            assertThat(who.path("role").textValue()).isEqualTo("agent");
            assertThat(who.path("is_agent").intValue()).isEqualTo(1);
            assertThat(who.path("heartbeat_interval").intValue()).isEqualTo(30);
            socket.emit("heartbeat");
            socket.await("heartbeat_ack");
        }
    }

    @Test
    void check1WrongTokensAndNoTokensAreRejectedAlike() {
        try (ClubSocket wrong = ClubSocket.asking(
                        hub, 1, Map.of("agent_token", "sk_agt_" + "x".repeat(43)), null, ClubSocket.WEBSOCKET);
                ClubSocket none = ClubSocket.asking(hub, 1, Map.of(), null, ClubSocket.POLLING);
                ClubSocket stale = ClubSocket.asking(hub, 2, Map.of(), "session=nonsense", ClubSocket.WEBSOCKET)) {
            for (ClubSocket socket : List.of(wrong, none, stale)) {
                assertThat(socket.awaitRefusal()).contains("Connection rejected by server");
            }
        }
    }

    @Test
    void check2TheBacklogComesAfterWhoOneIs() {
        ClubPeople.Someone alice = people.agent("Alice");
        ClubPeople.Someone bob = people.agent("Bob");
        String chat = ClubPeople.direct(alice, bob);
        try (ClubSocket sender = ClubSocket.of(hub, 1, alice)) {
            for (int i = 0; i < 250; i++) {
                sender.say(chat, "m" + i);
            }
            sender.sayAcknowledged(chat, "last");
        }
        try (ClubSocket reader = ClubSocket.of(hub, 2, bob)) {
            reader.awaitText("last");

            assertThat(reader.names().subList(0, 3)).containsExactly("connect", "auth_ok", "offline_messages");
            assertThat(reader.all("offline_messages").getFirst()).hasSizeLessThanOrEqualTo(100);
            assertThat(reader.texts()).containsExactlyElementsOf(withLast(250));
        }
    }

    @Test
    void check3AMessageHasAllItsFieldsAndItsSenderHearsIt() {
        ClubPeople.Someone alice = people.person("Alice");
        ClubPeople.Someone bot = people.agent("Bot");
        String chat = ClubPeople.direct(alice, bot);
        try (ClubSocket tab = ClubSocket.of(hub, 1, alice);
                ClubSocket otherTab = ClubSocket.of(hub, 2, alice);
                ClubSocket agent = ClubSocket.of(hub, 2, bot)) {
            // From here on everything is live.
            tab.sayAcknowledged(chat, "first");
            List.of(tab, otherTab, agent).forEach(socket -> socket.awaitText("first"));
            String text = "hi <at user_id=\"" + bot.id() + "\">Bot</at>";
            tab.say(chat, text, bot.id(), "all", bot.id());

            JsonNode message = agent.awaitText(text);
            assertThat(message.fieldNames()).toIterable().containsAll(FIELDS);
            assertThat(message.path("sender_id").textValue()).isEqualTo(alice.id());
            assertThat(message.path("sender_name").textValue()).isEqualTo("Alice");
            assertThat(message.path("sender_is_agent").intValue()).isZero();
            assertThat(message.path("chat_type").textValue()).isEqualTo("direct");
            assertThat(message.path("chat_id").textValue()).isEqualTo(chat);
            assertThat(message.path("content_type").textValue()).isEqualTo("text");
            assertThat(message.path("mentions"))
                    .isEqualTo(
                            JsonNodeFactory.instance.arrayNode().add(bot.id()).add("all"));
            assertThat(message.path("created_at").isNumber()).isTrue();
            assertThat(Math.abs(message.path("created_at").doubleValue() - System.currentTimeMillis() / 1000.0))
                    .isLessThan(60);
            assertThat(tab.awaitText(text)).isEqualTo(message);
            assertThat(otherTab.awaitText(text)).isEqualTo(message);
            assertThat(agent.names()).containsSequence("chat_list_updated", "unread_updated", "new_message");
        }
    }

    @Test
    void check4WhatIsReadDoesNotComeAgainAndTheRestDoes() {
        ClubPeople.Someone alice = people.agent("Alice");
        ClubPeople.Someone bob = people.agent("Bob");
        String chat = ClubPeople.direct(alice, bob);
        try (ClubSocket sender = ClubSocket.of(hub, 1, alice);
                ClubSocket reader = ClubSocket.of(hub, 2, bob)) {
            for (int i = 1; i <= 6; i++) {
                sender.sayAcknowledged(chat, "m" + i);
            }
            reader.awaitText("m6");
            reader.markRead(reader.messages().get(3));
            // Backwards it never goes.
            reader.markRead(reader.messages().get(1));
        }
        try (ClubSocket again = ClubSocket.of(hub, 2, bob)) {
            again.awaitText("m6");
            assertThat(again.texts()).containsExactly("m5", "m6");
            ObjectNode single = JsonNodeFactory.instance
                    .objectNode()
                    .put("message_id", again.messages().get(0).path("id").textValue());
            again.ask("mark_read", single);
        }
        try (ClubSocket last = ClubSocket.of(hub, 2, bob)) {
            last.awaitText("m6");
            assertThat(last.texts()).containsExactly("m6");
            last.ask("mark_read", ClubSocket.chat(chat));
        }
        assertNothingUnread(bob, alice, chat);
    }

    private void assertNothingUnread(ClubPeople.Someone reader, ClubPeople.Someone writer, String chat) {
        try (ClubSocket sender = ClubSocket.of(hub, 1, writer);
                ClubSocket socket = ClubSocket.of(hub, 2, reader)) {
            sender.say(chat, "marker");
            socket.awaitText("marker");
            assertThat(socket.texts()).containsExactly("marker");
        }
    }

    @Test
    void check5HeartbeatsWithAndWithoutSomethingInThemAreAnswered() {
        try (ClubSocket socket = ClubSocket.of(hub, 1, people.agent("Bot"))) {
            socket.emit("heartbeat");
            socket.emit("heartbeat", ClubPeople.json("n", "1"));

            Soon.await().until(() -> socket.all("heartbeat_ack").size() == 2);
        }
    }

    /** It answers no ping, and says no goodbye: its connection is found dead. */
    @Test
    void check5AnAgentThatVanishesIsOfflineWithinTheTimeOut() {
        ClubPeople.Someone alice = people.person("Alice");
        ClubPeople.Someone bot = people.agent("Bot");
        FrameSocket vanishing =
                FrameSocket.connect(hub.gatewayUrl(2) + "socket.io/?EIO=4&transport=websocket", Map.of());
        vanishing.send("40{\"agent_token\":\"" + bot.token() + "\"}");
        vanishing.next(frame -> frame.startsWith("42[\"auth_ok\""));
        Soon.await().until(() -> isOnline(alice, bot) == 1);

        Soon.within(ACTIVE_TIMEOUT.plus(Soon.DEADLINE)).until(() -> isOnline(alice, bot) == 0);
    }

    private static int isOnline(ClubPeople.Someone asker, ClubPeople.Someone who) {
        JsonNode answer = asker.rest().get("/api/presence?user_ids=" + who.id()).json();
        return answer.path(0).path("is_online").intValue();
    }

    @Test
    void check6StrangersSayAndHearNothing() {
        ClubPeople.Someone alice = people.person("Alice");
        ClubPeople.Someone bob = people.agent("Bob");
        ClubPeople.Someone eve = people.agent("Eve");
        String direct = ClubPeople.direct(alice, bob);
        String group = ClubPeople.group(alice, bob);
        try (ClubSocket tab = ClubSocket.of(hub, 1, alice);
                ClubSocket agent = ClubSocket.of(hub, 2, bob);
                ClubSocket stranger = ClubSocket.of(hub, 2, eve)) {
            for (String chat : List.of(direct, group)) {
                assertThat(stranger.ask("join_chat", ClubSocket.chat(chat))
                                .path("error")
                                .isTextual())
                        .isTrue();
                stranger.emit("typing", ClubSocket.chat(chat));
                stranger.say(chat, "let me in");
            }
            Soon.await().until(() -> stranger.all("error").size() == 2);
            assertThat(stranger.all("error").get(0).path("message").textValue())
                    .isEqualTo("you are not in this conversation");
            assertThat(stranger.all("error").get(1).path("message").textValue()).isEqualTo("you are not in this group");
            tab.sayAcknowledged(direct, "private");
            tab.sayAcknowledged(group, "also private");
            agent.awaitText("also private");

            assertThat(agent.texts()).containsExactly("private", "also private");
            assertThat(agent.all("typing")).isEmpty();
            // What is said to the stranger afterwards comes alone.
            String own = ClubPeople.direct(alice, eve);
            tab.sayAcknowledged(own, "for you");
            stranger.awaitText("for you");
            assertThat(stranger.texts()).containsExactly("for you");
            for (String path : List.of("/api/agent/messages/direct/" + direct, "/api/agent/messages/group/" + group)) {
                assertThat(eve.rest().get(path).status()).isEqualTo(403);
            }
            assertThat(eve.rest().get("/api/agent/groups/" + group + "/members").status())
                    .isEqualTo(403);
        }
    }

    @Test
    void check8BurstsOfManySocketsAreStoredWholeAndInOrder() {
        int pairs = 21;
        int burst = 300;
        List<ClubPeople.Someone> senders = new ArrayList<>();
        List<ClubPeople.Someone> readers = new ArrayList<>();
        List<String> chats = new ArrayList<>();
        for (int i = 0; i < pairs; i++) {
            senders.add(people.agent("s" + i));
            readers.add(people.agent("r" + i));
            chats.add(ClubPeople.direct(senders.get(i), readers.get(i)));
        }
        List<ClubSocket> open = new ArrayList<>();
        try {
            for (int i = 0; i < pairs; i++) {
                open.add(ClubSocket.of(hub, 1 + i % 2, senders.get(i)));
                open.add(ClubSocket.of(hub, 2 - i % 2, readers.get(i)));
            }
            for (int n = 0; n < burst; n++) {
                for (int i = 0; i < pairs; i++) {
                    open.get(2 * i).say(chats.get(i), "m" + n);
                }
            }
            List<String> expected =
                    IntStream.range(0, burst).mapToObj(n -> "m" + n).toList();
            for (int i = 0; i < pairs; i++) {
                ClubSocket reader = open.get(2 * i + 1);
                Soon.within(Duration.ofMinutes(2)).until(() -> reader.texts().size() >= burst);
                assertThat(reader.texts()).as("pair %d", i).isEqualTo(expected);
                assertStrictlyIncreasing(reader.messages());
                assertThat(wholeHistory(readers.get(i), chats.get(i)))
                        .isEqualTo(reader.messages().stream()
                                .map(message -> message.path("id").textValue())
                                .toList());
            }
        } finally {
            open.forEach(ClubSocket::close);
        }
    }

    private static void assertStrictlyIncreasing(List<JsonNode> messages) {
        double before = 0;
        for (JsonNode message : messages) {
            double at = message.path("created_at").doubleValue();
            assertThat(at).isGreaterThan(before);
            before = at;
        }
    }

    /** Page by page from the end, as a browser scrolls. */
    static List<String> wholeHistory(ClubPeople.Someone reader, String chat) {
        List<String> ids = new ArrayList<>();
        String before = "";
        while (true) {
            JsonNode page = reader.rest()
                    .get("/api/agent/messages/direct/" + chat + "?limit=70" + before)
                    .json();
            ids.addAll(0, ClubPeople.ids(page));
            if (page.size() < 70) {
                return ids;
            }
            before = "&before=" + page.get(0).path("created_at").asText();
        }
    }

    @Test
    void anAcknowledgedMessageTellsItsIdAndARepeatIsTheSame() {
        ClubPeople.Someone alice = people.agent("Alice");
        ClubPeople.Someone bob = people.agent("Bob");
        String chat = ClubPeople.direct(alice, bob);
        try (ClubSocket here = ClubSocket.of(hub, 1, alice);
                ClubSocket there = ClubSocket.of(hub, 2, alice);
                ClubSocket reader = ClubSocket.of(hub, 2, bob)) {
            ObjectNode message = ClubSocket.message(chat, "once").put("client_msg_id", "key-1");

            JsonNode first = here.ask("send_message", message);
            JsonNode repeat = there.ask("send_message", message);

            assertThat(repeat.path("id")).isEqualTo(first.path("id"));
            JsonNode conflict = here.ask("send_message", message.deepCopy().put("content", "twice"));
            assertThat(conflict.path("code").textValue()).isEqualTo("CONFLICT");
            here.sayAcknowledged(chat, "last");
            reader.awaitText("last");
            assertThat(reader.texts()).containsExactly("once", "last");
        }
    }

    private static List<String> withLast(int count) {
        List<String> texts =
                new ArrayList<>(IntStream.range(0, count).mapToObj(i -> "m" + i).toList());
        texts.add("last");
        return texts;
    }
}
