package io.clawhub.e2e;

import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.clawhub.standalone.HubProcesses;

import static org.assertj.core.api.Assertions.assertThat;

/** Groups, direct chats and what is unread, as people and agents of Agent Club see them, on two gateways. */
@ExtendWith(CalmHub.class)
class ClubGroupsIT {

    private final HubProcesses hub;
    private final ClubPeople people;

    ClubGroupsIT(HubProcesses hub) {
        this.hub = hub;
        this.people = ClubPeople.of(hub);
    }

    @Test
    void oneGroupHasMembersOfThreeProtocols() {
        ClubPeople.Someone alice = people.person("Alice");
        ClubPeople.Someone bot = people.agent("Bot");
        String clawId = Names.fresh("claw");
        String imId = Names.fresh("im");
        String group = ClubPeople.group(alice, bot);
        try (ClubSocket tab = ClubSocket.of(hub, 1, alice);
                ClubSocket agent = ClubSocket.of(hub, 2, bot);
                Agent claw = Agent.plain(hub, 2, clawId);
                ImClient im = ImClient.caughtUp(hub, 1, imId, "c")) {
            // Whom the hub has seen can be added, whatever they speak.
            Soon.await().until(() -> online(alice, clawId) == 1 && online(alice, imId) == 1);
            ClubPeople.add(alice, group, clawId);
            ClubPeople.add(alice, group, imId);

            tab.say(group, "hello <at user_id=\"" + imId + "\">im</at>", imId);

            agent.awaitText("hello <at user_id=\"" + imId + "\">im</at>");
            claw.awaitTexts(List.of("hello <at user_id=\"" + imId + "\">im</at>"));
            JsonNode toIm = im.awaitMessage();
            assertThat(toIm.path("mentions").path(0).textValue()).isEqualTo(imId);
            assertThat(toIm.path("from").textValue()).isEqualTo(alice.id());

            im.say(
                    "{'t':'send','cmid':'m1','conversation_id':'%s','text':'and you?','mentions':['%s']}",
                    group, bot.id());
            claw.socket()
                    .send(Frames.chatMessage(Names.messageId(), imId, "from claw")
                            .put("channel_id", group)
                            .toString());
            JsonNode fromIm = agent.awaitText("and you?");
            assertThat(fromIm.path("mentions").path(0).textValue()).isEqualTo(bot.id());
            assertThat(fromIm.path("sender_name").textValue()).isEqualTo(imId);
            assertThat(fromIm.path("sender_is_agent").intValue()).isEqualTo(1);
            assertThat(tab.awaitText("from claw").path("sender_id").textValue()).isEqualTo(clawId);
            JsonNode members =
                    bot.rest().get("/api/agent/groups/" + group + "/members").json();
            assertThat(ClubPeople.ids(members)).containsExactly(alice.id(), bot.id(), clawId, imId);
            Soon.await().until(() -> bot.rest()
                    .get("/api/agent/groups/" + group + "/members")
                    .json()
                    .findValuesAsText("is_online")
                    .equals(List.of("1", "1", "1", "1")));
            JsonNode presence = im.ask("p1", "{'t':'presence','rid':'p1','agent_ids':['%s']}", bot.id());
            assertThat(presence.toString()).contains("online");
        }
    }

    private static int online(ClubPeople.Someone asker, String participantId) {
        JsonNode answer =
                asker.rest().get("/api/presence?user_ids=" + participantId).json();
        return answer.path(0).path("is_online").intValue();
    }

    @Test
    void peopleSeeWhatIsUnreadAndTheLastOfEachChat() {
        ClubPeople.Someone alice = people.person("Alice");
        ClubPeople.Someone bot = people.agent("Bot");
        String direct = ClubPeople.direct(alice, bot);
        String group = ClubPeople.group(alice, bot);
        try (ClubSocket agent = ClubSocket.of(hub, 2, bot)) {
            agent.sayAcknowledged(direct, "one");
            agent.sayAcknowledged(direct, "two");
            agent.sayAcknowledged(group, "three");

            Soon.await()
                    .until(
                            () -> alice.rest().get("/api/unread-counts").body(),
                            body -> body.contains("\"group_" + group));
            JsonNode unread = alice.rest().get("/api/unread-counts").json();
            assertThat(unread.path("direct_" + direct).intValue()).isEqualTo(2);
            assertThat(unread.path("group_" + group).intValue()).isEqualTo(1);
            JsonNode last = alice.rest().get("/api/last-messages").json().path("direct_" + direct);
            assertThat(last.path("content").textValue()).isEqualTo("two");
            assertThat(last.path("sender_name").textValue()).isEqualTo("Bot");
            assertThat(last.path("created_at").isNumber()).isTrue();

            JsonNode page = alice.rest().get("/api/messages/direct/" + direct).json();

            assertThat(page.findValuesAsText("content")).containsExactly("one", "two");
            assertThat(page.path(0).path("mentions").textValue()).isEqualTo("[]");
            Soon.await()
                    .until(() -> !alice.rest().get("/api/unread-counts").json().has("direct_" + direct));
            assertThat(alice.rest()
                            .get("/api/messages/direct/" + direct + "?limit=0")
                            .json())
                    .isEmpty();
            assertThat(alice.rest()
                            .get("/api/messages/direct/" + direct + "?limit=-1")
                            .status())
                    .isEqualTo(400);
            assertThat(alice.rest().get("/api/messages/direct/dc_nonsense").status())
                    .isEqualTo(403);
            assertThat(alice.rest().get("/api/messages/nonsense/" + direct).status())
                    .isEqualTo(403);
        }
    }

    @Test
    void theCreatorRunsTheGroupAndWhoJoinsSeesWhatIsSaidFromThenOn() {
        ClubPeople.Someone alice = people.person("Alice");
        ClubPeople.Someone carol = people.person("Carol");
        ClubPeople.Someone bot = people.agent("Bot");
        String group = ClubPeople.group(alice, carol);
        try (ClubSocket tab = ClubSocket.of(hub, 1, alice);
                ClubSocket agent = ClubSocket.of(hub, 2, bot)) {
            tab.sayAcknowledged(group, "before");
            assertThat(carol.rest()
                            .post("/api/groups/" + group + "/members", ClubPeople.json("user_id", bot.id()))
                            .status())
                    .isEqualTo(403);
            assertThat(alice.rest()
                            .post("/api/groups/" + group + "/members", ClubPeople.json("user_id", "nobody"))
                            .status())
                    .isEqualTo(404);
            ClubPeople.add(alice, group, bot.id());
            agent.await("chat_list_updated");
            tab.sayAcknowledged(group, "after");
            agent.awaitText("after");
            assertThat(agent.texts()).containsExactly("after");

            assertThat(carol.rest()
                            .put("/api/groups/" + group, ClubPeople.json("name", "mine"))
                            .status())
                    .isEqualTo(403);
            JsonNode edited = alice.rest()
                    .put("/api/groups/" + group, ClubPeople.json("name", "Tea").put("description", "at five"))
                    .json();
            assertThat(edited.path("name").textValue()).isEqualTo("Tea");
            assertThat(edited.path("description").textValue()).isEqualTo("at five");
            assertThat(edited.path("member_count").intValue()).isEqualTo(3);
            assertThat(edited.path("created_by_name").textValue()).isEqualTo("Alice");
            assertThat(alice.rest()
                            .post("/api/groups/" + group + "/leave", ClubPeople.json("x", "y"))
                            .status())
                    .isEqualTo(400);
            assertThat(alice.rest()
                            .delete("/api/groups/" + group + "/members/" + alice.id())
                            .status())
                    .isEqualTo(400);
            assertThat(carol.rest()
                            .post("/api/groups/" + group + "/leave", ClubPeople.json("x", "y"))
                            .status())
                    .isEqualTo(200);
            assertThat(alice.rest()
                            .delete("/api/groups/" + group + "/members/" + bot.id())
                            .status())
                    .isEqualTo(200);
            agent.say(group, "still here?");
            assertThat(agent.await("error").path("message").textValue()).isEqualTo("you are not in this group");
            assertThat(alice.rest().delete("/api/groups/" + group).status()).isEqualTo(200);
            assertThat(alice.rest().get("/api/groups/" + group).status()).isEqualTo(404);
            assertThat(ClubPeople.ids(alice.rest().get("/api/groups").json())).doesNotContain(group);
        }
    }

    @Test
    void aClearedDirectChatIsGoneForOneAndComesBackEmpty() {
        ClubPeople.Someone alice = people.person("Alice");
        ClubPeople.Someone bob = people.person("Bob");
        String chat = ClubPeople.direct(alice, bob);
        assertThat(ClubPeople.direct(bob, alice)).isEqualTo(chat);
        try (ClubSocket tab = ClubSocket.of(hub, 1, bob)) {
            tab.sayAcknowledged(chat, "secret");
            Soon.await()
                    .until(() -> alice.rest()
                                    .get("/api/messages/direct/" + chat)
                                    .json()
                                    .size()
                            == 1);

            assertThat(alice.rest().delete("/api/direct-chats/" + chat).status())
                    .isEqualTo(200);

            assertThat(ClubPeople.ids(alice.rest().get("/api/direct-chats").json()))
                    .doesNotContain(chat);
            assertThat(ClubPeople.ids(bob.rest().get("/api/direct-chats").json()))
                    .contains(chat);
            tab.sayAcknowledged(chat, "again");
            Soon.await().until(() -> texts(alice, chat).equals(List.of("again")));
            assertThat(texts(bob, chat)).containsExactly("secret", "again");
            Soon.await().until(() -> ClubPeople.ids(
                            alice.rest().get("/api/direct-chats").json())
                    .contains(chat));
        }
    }

    private static List<String> texts(ClubPeople.Someone reader, String chat) {
        return texts(reader, chat, "/api/messages/direct/");
    }

    private static List<String> texts(ClubPeople.Someone reader, String chat, String path) {
        JsonNode page = reader.rest().get(path + chat).json();
        return StreamSupport.stream(page.spliterator(), false)
                .map(row -> row.path("content").textValue())
                .toList();
    }

    @Test
    void whoLooksAtAChatHasReadItAndSeesOthersType() {
        ClubPeople.Someone alice = people.person("Alice");
        ClubPeople.Someone bob = people.person("Bob");
        String chat = ClubPeople.direct(alice, bob);
        try (ClubSocket looking = ClubSocket.of(hub, 1, alice);
                ClubSocket typing = ClubSocket.of(hub, 2, bob)) {
            assertThat(looking.ask("join_chat", ClubSocket.chat(chat)).isNull()).isTrue();
            typing.emit("typing", ClubSocket.chat(chat));
            assertThat(looking.await("typing").path("display_name").textValue()).isEqualTo("Bob");

            typing.sayAcknowledged(chat, "hello");
            looking.awaitText("hello");

            assertThat(looking.all("unread_updated")).isEmpty();
            Soon.await()
                    .until(() -> !alice.rest().get("/api/unread-counts").json().has("direct_" + chat));
        }
        try (ClubSocket again = ClubSocket.of(hub, 2, alice);
                ClubSocket typing = ClubSocket.of(hub, 1, bob)) {
            typing.sayAcknowledged(chat, "marker");
            again.awaitText("marker");
            assertThat(again.texts()).containsExactly("marker");
        }
    }

    @Test
    void anAgentOpensADirectChatWithAnotherAgent() {
        ClubPeople.Someone one = people.agent("One");
        ClubPeople.Someone other = people.agent("Other");
        String chat = ClubPeople.direct(one, other);
        try (ClubSocket a = ClubSocket.of(hub, 1, one);
                ClubSocket b = ClubSocket.of(hub, 2, other)) {
            a.sayAcknowledged(chat, "hello");
            b.awaitText("hello");
            JsonNode chats = other.rest().get("/api/agent/chats").json();
            JsonNode direct = chats.path("directs").path(0);
            assertThat(direct.path("id").textValue()).isEqualTo(chat);
            assertThat(direct.path("peer_id").textValue()).isEqualTo(one.id());
            assertThat(direct.path("peer_is_agent").intValue()).isEqualTo(1);
            assertThat(direct.path("user1_id").textValue())
                    .isLessThan(direct.path("user2_id").textValue());
        }
    }

    @Test
    void changesRepliesAndReceiptsReachThoseWhoKnowThem() {
        ClubPeople.Someone alice = people.person("Alice");
        ClubPeople.Someone bot = people.agent("Bot");
        String chat = ClubPeople.direct(alice, bot);
        try (ClubSocket tab =
                        ClubSocket.asking(hub, 1, Map.of("receipts", "true"), alice.cookie(), ClubSocket.WEBSOCKET);
                ClubSocket agent = ClubSocket.of(hub, 2, bot)) {
            tab.await("auth_ok");
            String id = tab.sayAcknowledged(chat, "helo").path("id").textValue();
            agent.markRead(agent.awaitText("helo"));
            JsonNode receipt =
                    tab.await("receipt", body -> body.path("state").asText().equals("read"));
            assertThat(receipt.path("user_id").textValue()).isEqualTo(bot.id());
            assertThat(receipt.path("chat_id").textValue()).isEqualTo(chat);

            assertThat(agent.ask(
                                    "edit_message",
                                    ClubPeople.json("message_id", id).put("content", "mine"))
                            .path("code")
                            .textValue())
                    .isEqualTo("ACCESS_DENIED");
            tab.ask("edit_message", ClubPeople.json("message_id", id).put("content", "hello"));
            assertThat(agent.await("message_edited").path("content").textValue())
                    .isEqualTo("hello");
            agent.ask("react", ClubPeople.json("message_id", id).put("reaction", "+1"));
            assertThat(tab.await("reaction").path("user_id").textValue()).isEqualTo(bot.id());
            agent.ask("send_message", ClubSocket.message(chat, "hi").put("reply_to", id));
            assertThat(tab.awaitText("hi").path("reply_to").textValue()).isEqualTo(id);
            Soon.await().until(() -> texts(alice, chat).equals(List.of("hello", "hi")));
            JsonNode row =
                    alice.rest().get("/api/messages/direct/" + chat).json().path(0);
            assertThat(row.path("edited_at").isNumber()).isTrue();
            assertThat(row.path("reactions").toString()).contains("+1", bot.id());

            tab.ask("delete_message", ClubPeople.json("message_id", id));
            assertThat(agent.await("message_deleted").path("id").textValue()).isEqualTo(id);
            Soon.await()
                    .until(() -> texts(bot, chat, "/api/agent/messages/direct/").equals(List.of("", "hi")));
        }
    }
}
