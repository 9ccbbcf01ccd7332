package io.clawhub.client;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import com.fasterxml.jackson.databind.JsonNode;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.clawhub.client.IMClient.AckMode;
import io.clawhub.client.IMClient.Wait;
import io.clawhub.client.connection.ClientThreads;
import io.clawhub.client.connection.Connection;
import io.clawhub.client.connection.ConnectionSettings;
import io.clawhub.client.connection.ConnectionState;
import io.clawhub.client.connection.KeptConnection;
import io.clawhub.client.connection.Timer;
import io.clawhub.client.doubles.FakeStore;
import io.clawhub.client.doubles.ImHub;
import io.clawhub.client.errors.AuthError;
import io.clawhub.client.errors.HubRefused;
import io.clawhub.client.errors.MessageTooLarge;
import io.clawhub.client.errors.NotConnected;
import io.clawhub.client.errors.UnknownContact;
import io.clawhub.client.errors.WorkspaceLocked;
import io.clawhub.client.errors.WorkspaceMismatch;
import io.clawhub.client.message.Contact;
import io.clawhub.client.message.Message;
import io.clawhub.client.message.OutgoingMessage;
import io.clawhub.client.message.PendingMessage;
import io.clawhub.client.message.Status;
import io.clawhub.client.policy.InboundPolicy;
import io.clawhub.client.store.MessageStore;
import io.clawhub.client.wire.Wire;
import io.clawhub.client.wire.WireEvent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/** The whole client: a real workspace, a real socket, a small hub. */
class IMClientTest {

    private static final Duration LONG = Duration.ofSeconds(60);

    @TempDir
    Path directory;

    private final List<IMClient> clients = new ArrayList<>();
    private ImHub hub;

    @BeforeEach
    void start() throws InterruptedException {
        hub = new ImHub();
    }

    @AfterEach
    void stop() {
        clients.forEach(IMClient::close);
        hub.close();
    }

    @Test
    void everyCallOfTheSeed() {
        IMClient client =
                new IMClient(directory.resolve("user_001").toString(), hub.url().toString(), "agent_001");
        clients.add(client);
        List<String> heard = new CopyOnWriteArrayList<>();
        client.onMessage(message -> heard.add(message.from() + ": " + message.text()));

        assertThat(client.connect()).isTrue();
        assertThat(client.connect()).as("again").isTrue();
        Message sent = client.sendMessage("agent_002", "Hello");
        soon().until(() -> hub.said("agent_001", "agent_002").contains("Hello"));
        hub.says("agent_002", "agent_001", "Hi there");

        soon().until(() -> heard.contains("agent_002: Hi there"));
        assertThat(sent.status()).isEqualTo(Status.QUEUED);
        assertThat(sent.id()).isEqualTo(sent.clientMsgId());
        assertThat(client.getPendingMessages()).isEmpty();
        soon().until(() -> client.getConversationHistory("agent_002", 50).size() == 2);
        assertThat(client.getConversationHistory("agent_002"))
                .extracting(Message::text)
                .containsExactly("Hello", "Hi there");
        client.addContact("agent_003", "Zoe", "plans");
        client.addContact("agent_002", "Assistant", "data analysis");
        assertThat(client.listContacts()).extracting(Contact::name).containsExactly("Assistant", "Zoe");
        assertThat(client.getContact("agent_002").description()).isEqualTo("data analysis");
        assertThat(client.removeContact("agent_003")).isTrue();
        assertThat(client.removeContact("agent_003")).isFalse();
    }

    @Test
    void withoutAHubItWorksOnAndEverythingArrivesOnceInOrder() throws InterruptedException {
        hub.stop();
        hub.refuse("bad one", "ACCESS_DENIED");
        IMClient client = client("me");
        assertThat(client.connect(Duration.ofMillis(300))).isFalse();
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            client.sendMessage("peer" + i % 5, i == 250 ? "bad one" : "text " + i);
            if (i % 5 == 0 && i != 250) {
                expected.add("text " + i);
            }
        }
        assertThat(client.getConversationHistory("peer0", 200)).hasSize(100);

        hub.cutBeforeAnswer(3);
        hub.restart();
        soon().until(() ->
                hub.said("me", "peer4").size() == 100 && hub.said("me", "peer0").size() == 99);

        assertThat(hub.said("me", "peer0")).containsExactlyElementsOf(expected);
        for (int peer = 1; peer < 5; peer++) {
            assertThat(hub.said("me", "peer" + peer)).hasSize(100).doesNotHaveDuplicates();
        }
        soon().until(() -> client.listFailed().sends().size() == 1);
        assertThat(client.listFailed().sends().get(0).text()).isEqualTo("bad one");
    }

    @Test
    void aRestartSendsWhatTheLastRunCouldNot() throws InterruptedException {
        hub.stop();
        IMClient first = client("me");
        first.connect(Duration.ofMillis(100));
        first.sendMessage("bob", "one");
        first.sendMessage("bob", "two");
        first.close();

        hub.restart();
        IMClient second = client("me");
        assertThat(second.connect(LONG)).isTrue();
        soon().until(() -> hub.said("me", "bob").size() == 2);
        assertThat(hub.said("me", "bob")).containsExactly("one", "two");
    }

    @Test
    void waitingForTheHubAndForTheRecipient() {
        IMClient me = client("me");
        IMClient bob = client("bob");
        me.connect(LONG);
        Message sent = me.sendMessage(OutgoingMessage.to("bob", "hello"), Wait.SENT, LONG);
        assertThat(sent.status()).isEqualTo(Status.SENT);
        assertThat(sent.id()).startsWith("msg_");
        assertThatThrownBy(() ->
                        me.sendMessage(OutgoingMessage.to("bob", "later"), Wait.DELIVERED, Duration.ofMillis(200)))
                .isInstanceOf(NotConnected.class);

        List<Status> statuses = new CopyOnWriteArrayList<>();
        me.onStatus(message -> statuses.add(message.status()));
        bob.connect(LONG);
        Message stored = me.sendMessage(OutgoingMessage.to("bob", "now"), Wait.DELIVERED, LONG);
        assertThat(stored.status()).isEqualTo(Status.DELIVERED);
        soon().until(() -> statuses.contains(Status.DELIVERED));
    }

    @Test
    void refusalsAreTypedAndOnesOwnMistakesAreToldAtOnce() {
        hub.refuse("to nobody", "USER_NOT_FOUND");
        hub.refuse("not allowed", "ACCESS_DENIED");
        IMClient me = client("me");
        me.connect(LONG);

        assertThatThrownBy(() -> me.sendMessage(OutgoingMessage.to("nobody", "to nobody"), Wait.SENT, LONG))
                .isInstanceOf(UnknownContact.class);
        assertThatThrownBy(() -> me.sendMessage(OutgoingMessage.to("bob", "not allowed"), Wait.SENT, LONG))
                .isInstanceOfSatisfying(
                        HubRefused.class, e -> assertThat(e.code()).isEqualTo("ACCESS_DENIED"));
        assertThatThrownBy(() -> me.sendMessage("bob", "x".repeat(70_000))).isInstanceOf(MessageTooLarge.class);
        assertThatThrownBy(() -> me.sendMessage(OutgoingMessage.to(null, "x"), Wait.QUEUED, LONG))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> IMClient.builder().build()).isInstanceOf(IllegalArgumentException.class);
        assertThat(me.sendMessage(OutgoingMessage.to("bob", "fine"), Wait.SENT, LONG)
                        .status())
                .isEqualTo(Status.SENT);
    }

    @Test
    void anIdTheHubRefusesIsToldAtOnceAndMayBeTriedAgain() {
        hub.lockOut();
        IMClient me = build(settings("me").token("ush_wrong"));
        assertThatThrownBy(() -> me.connect(LONG)).isInstanceOf(AuthError.class);
        assertThat(me.status()).isEqualTo(ConnectionState.FAILED);
        assertThatThrownBy(() -> me.connect(LONG)).isInstanceOf(AuthError.class);
        assertThat(me.sendMessage("bob", "later").status()).isEqualTo(Status.QUEUED);
    }

    @Test
    void aWorkspaceIsOpenOnce() {
        IMClient first = client("me");
        first.connect(LONG);
        assertThatThrownBy(() -> client("me").connect(LONG)).isInstanceOf(WorkspaceLocked.class);
        assertThatThrownBy(() -> build(settings("other")
                                .workspace(directory.resolve("me").toString()))
                        .connect(LONG))
                .isInstanceOf(WorkspaceMismatch.class);
        first.close();
        assertThat(client("me").connect(LONG)).isTrue();
    }

    @Test
    void aCrashBetweenTwoPollsHandsTheBatchOutAgain() {
        FakeStore disk = new FakeStore("me", ClientThreads.timer());
        Parts parts = new Parts() {
            @Override
            public MessageStore store(IMClientBuilder settings) {
                return disk;
            }

            @Override
            public Connection connection(IMClientBuilder settings, Wire wire, Connection.Listener listener) {
                return new KeptConnection(wire, listener, settings.connection);
            }

            @Override
            public Timer timer() {
                return ClientThreads.timer();
            }
        };
        hub.says("boss", "me", "one");
        hub.says("boss", "me", "two");
        IMClient crashed = build(settings("me").parts(parts));
        crashed.connect(LONG);
        assertThat(crashed.getPendingMessages(10, AckMode.NEXT_POLL, LONG)).hasSize(2);
        disk.crash(); // nothing of the process is left but its disk

        IMClient next = build(settings("me").parts(parts));
        next.connect(LONG);
        List<PendingMessage> again = next.getPendingMessages(10, AckMode.NEXT_POLL, LONG);
        assertThat(again).extracting(PendingMessage::attempts).containsExactly(2, 2);
        assertThat(next.getPendingMessages(10, AckMode.NEXT_POLL, LONG)).isEmpty();
    }

    @Test
    void theSameKeyIsSaidOnce() {
        IMClient me = client("me");
        me.connect(LONG);
        OutgoingMessage keyed = OutgoingMessage.to("bob", "once").withClientMsgId("01JCKEY");
        me.sendMessage(keyed, Wait.SENT, LONG);
        me.sendMessage(keyed, Wait.SENT, LONG);
        me.sendMessage(OutgoingMessage.to("bob", "end"), Wait.SENT, LONG);
        assertThat(hub.said("me", "bob")).containsExactly("once", "end");
    }

    @Test
    void anEmployeeGetsWhatItMissedAndAPollCompletesTheOneBefore() {
        hub.says("boss", "me", "one");
        hub.says("boss", "me", "two");
        IMClient me = client("me");
        me.connect(LONG);

        List<PendingMessage> batch = me.getPendingMessages();
        assertThat(batch).extracting(work -> work.message().text()).containsExactly("one", "two");
        hub.says("boss", "me", "three");
        soon().until(() -> me.waitPending(Duration.ofSeconds(1)));
        assertThat(me.getPendingMessages())
                .extracting(work -> work.message().text())
                .containsExactly("three");
        me.close();

        IMClient again = client("me");
        again.connect(LONG);
        assertThat(again.getPendingMessages()).isEmpty();
        assertThat(again.complete(batch.get(0).receipt())).as("too late").isFalse();
    }

    @Test
    void handedOutByHandItComesBackUntilItIsDoneOrDead() {
        hub.says("boss", "me", "poison");
        IMClient me = client("me");
        me.connect(LONG);

        for (int attempt = 1; attempt <= 5; attempt++) {
            soon().until(() -> me.waitPending(Duration.ofSeconds(1)));
            PendingMessage work =
                    me.getPendingMessages(10, AckMode.MANUAL, LONG).get(0);
            assertThat(work.attempts()).isEqualTo(attempt);
            assertThat(me.extend(work.receipt(), LONG)).isTrue();
            assertThat(me.getPendingMessages(10, AckMode.MANUAL, LONG)).isEmpty();
            assertThat(me.release(work.receipt(), Duration.ZERO)).isTrue();
            assertThat(me.complete(work.receipt())).as("its lease is over").isFalse();
        }
        assertThat(me.getPendingMessages(10, AckMode.PEEK, LONG)).isEmpty();
        assertThat(me.listFailed().pending()).hasSize(1);
        String id = me.listFailed().pending().get(0).message().id();
        assertThat(me.retry(id)).isTrue();
        assertThat(me.getPendingMessages(10, AckMode.MANUAL, LONG)).hasSize(1);
    }

    @Test
    void aCallbackRegisteredLateGetsTheBacklogFirst() {
        hub.says("boss", "me", "1");
        hub.says("boss", "me", "2");
        IMClient me = client("me");
        me.connect(LONG);
        soon().until(() -> me.getPendingMessages(10, AckMode.PEEK, LONG).size() == 2);

        List<String> heard = new CopyOnWriteArrayList<>();
        IMClient.Registration first = me.onMessage(message -> heard.add(message.text()));
        hub.says("boss", "me", "3");
        soon().until(() -> heard.size() == 3);
        assertThat(heard).containsExactly("1", "2", "3");

        first.close();
        hub.says("boss", "me", "4");
        soon().until(() -> me.getPendingMessages(10, AckMode.PEEK, LONG).size() == 1);
        assertThat(heard).hasSize(3);
    }

    @Test
    void anEmployeesCallbackIsOnlyAHint() {
        IMClient me = build(settings("me").mode(IMClient.Mode.EMPLOYEE));
        List<String> hints = new CopyOnWriteArrayList<>();
        me.onMessage(message -> hints.add(message.text()));
        me.connect(LONG);
        hub.says("boss", "me", "work");
        soon().until(() -> hints.contains("work"));
        assertThat(me.getPendingMessages()).hasSize(1);
    }

    @Test
    void aCallbackMayCallAnythingEvenClose() {
        IMClient bob = client("bob");
        bob.onMessage(message -> bob.sendMessage(
                OutgoingMessage.to(message.from(), "echo " + message.text()).withReplyTo(message.id()),
                Wait.SENT,
                LONG));
        bob.connect(LONG);
        IMClient me = client("me");
        AtomicReference<String> seen = new AtomicReference<>();
        me.onMessage(message -> {
            seen.set(message.text() + " " + me.connect() + " "
                    + me.listContacts().size() + " "
                    + me.getConversationHistory("bob").size());
            me.close();
        });
        me.connect(LONG);
        me.sendMessage("bob", "hi");
        soon().until(() -> me.status() == ConnectionState.CLOSED);
        assertThat(seen.get()).startsWith("echo hi true ");
        assertThatThrownBy(() -> me.sendMessage("bob", "more")).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aPolicySkipsButKeepsAndAcknowledges() {
        IMClient me = build(settings("me")
                .policy(InboundPolicy.denyAll().allowFrom("friend").allowFromKind("*")));
        List<String> heard = new CopyOnWriteArrayList<>();
        me.onMessage(message -> heard.add(message.text()));
        me.connect(LONG);
        hub.says("stranger", "me", "buy this");
        hub.says("friend", "me", "hello");
        soon().until(() -> heard.contains("hello"));

        soon().until(() -> hub.ackedBy("me", "stranger") > 0);
        assertThat(heard).containsExactly("hello");
        assertThat(me.getConversationHistory("stranger")).hasSize(1);
        assertThat(me.listFailed().pending()).isEmpty();
    }

    @Test
    void aNewEpochBringsNothingTwice() {
        hub.says("boss", "me", "1");
        hub.says("boss", "me", "2");
        IMClient me = client("me");
        List<String> heard = new CopyOnWriteArrayList<>();
        me.onMessage(message -> heard.add(message.text()));
        me.connect(LONG);
        soon().until(() -> hub.ackedBy("me", "boss") > 0 && heard.size() == 2);
        me.close();

        hub.newEpoch("e2");
        hub.says("boss", "me", "3");
        IMClient again = client("me");
        again.onMessage(message -> heard.add(message.text()));
        again.connect(LONG);
        soon().until(() -> heard.size() >= 3 && hub.ackedBy("me", "boss") > 0);
        hub.says("boss", "me", "4");
        soon().until(() -> heard.contains("4"));
        assertThat(heard).containsExactly("1", "2", "3", "4");
        assertThat(again.getConversationHistory("boss")).hasSize(4);
    }

    @Test
    void whatWasSaidIsChangedAndItsChangesAreHeard() throws Exception {
        List.of("edit", "delete", "react").forEach(type -> hub.answer(type, frame -> Map.of()));
        IMClient me = client("me");
        List<WireEvent.MessageChanged> heard = new CopyOnWriteArrayList<>();
        me.onChange(heard::add);
        me.connect(LONG);

        me.editMessage("msg_1", "anew").get(60, TimeUnit.SECONDS);
        me.deleteMessage("msg_1").get(60, TimeUnit.SECONDS);
        me.react("msg_2", "+1", false).get(60, TimeUnit.SECONDS);

        assertThat(hub.frames("edit").get(0).path("text").asText()).isEqualTo("anew");
        assertThat(hub.frames("delete").get(0).path("id").asText()).isEqualTo("msg_1");
        assertThat(hub.frames("delete").get(0).path("key").asText()).isNotEmpty();
        assertThat(hub.frames("react").get(0).path("on").asBoolean(true)).isFalse();
        hub.push("me", Map.of("t", "deleted", "id", "msg_1", "conversation_id", "dc_1", "by", "boss"));
        soon().until(() -> !heard.isEmpty());
        assertThat(heard.get(0).change()).isEqualTo("deleted");
    }

    @Test
    void sessionsGroupsPresenceAndOtherRequests() throws Exception {
        hub.answer("channel_request", frame -> Map.of("conversation_id", "ch_1", "status", "accepted"));
        hub.answer("channel_end", frame -> Map.of("conversation_id", "ch_1", "status", "ended"));
        hub.answer("group_create", frame -> Map.of("conversation_id", "gc_1", "name", "g", "members", List.of("a")));
        hub.answer("group_add", frame -> Map.of());
        hub.answer("members", frame -> Map.of("members", List.of(Map.of("agent_id", "a", "role", "member"))));
        hub.answer("presence", frame -> Map.of("presence", List.of(Map.of("agent_id", "a", "status", "online"))));
        IMClient me = client("me");
        assertThatThrownBy(() -> me.createGroup("g", List.of("a")).get(60, TimeUnit.SECONDS))
                .hasCauseInstanceOf(NotConnected.class);
        me.connect(LONG);

        ChannelOutcome outcome =
                me.requestChannel("provider", "weather", "please").get(60, TimeUnit.SECONDS);
        assertThat(outcome).isEqualTo(new ChannelOutcome("ch_1", "accepted", null));
        assertThat(outcome.isOpen()).isTrue();
        assertThat(me.endChannel("ch_1", "done").get(60, TimeUnit.SECONDS).isOpen())
                .isFalse();
        assertThat(me.createGroup("g", List.of("a")).get(60, TimeUnit.SECONDS).conversationId())
                .isEqualTo("gc_1");
        me.addMembers("gc_1", List.of("b")).get(60, TimeUnit.SECONDS);
        assertThat(me.members("gc_1").get(60, TimeUnit.SECONDS)).containsExactly("a");
        assertThat(me.presence(List.of("a")).get(60, TimeUnit.SECONDS)).containsEntry("a", "online");
        assertThatThrownBy(() -> me.request("dance", Map.of()).get(60, TimeUnit.SECONDS))
                .hasCauseInstanceOf(HubRefused.class);
        assertThat(hub.frames("channel_request").get(0).path("service_id").asText())
                .isEqualTo("weather");
    }

    @Test
    void presenceIsWatchedOnEveryConnection() throws InterruptedException {
        hub.answer(
                "presence_watch", frame -> Map.of("presence", List.of(Map.of("agent_id", "bob", "status", "offline"))));
        hub.answer("presence_unwatch", frame -> Map.of());
        IMClient me = client("me");
        me.connect(LONG);
        List<String> heard = new CopyOnWriteArrayList<>();
        IMClient.Registration watch = me.watchPresence(List.of("bob"), change -> heard.add(change.status()));
        soon().until(() -> heard.contains("offline"));
        hub.push("me", Map.of("t", "presence", "agent_id", "bob", "status", "online"));
        soon().until(() -> heard.contains("online"));

        hub.stop();
        soon().until(() -> me.status() != ConnectionState.ONLINE);
        hub.restart();
        soon().until(() -> hub.frames("presence_watch").size() == 2);
        watch.close();
        soon().until(() -> hub.frames("presence_unwatch").size() == 1);
    }

    @Test
    void aReplyGrowsAndEndsAsOneMessage() {
        IMClient me = client("me");
        List<WireEvent.Typing> typing = new CopyOnWriteArrayList<>();
        me.onTyping(typing::add);
        me.connect(LONG);
        IMClient.StreamReply reply = me.streamReply("bob");
        reply.append("Hel");
        reply.append("lo");
        Message whole = reply.finish();

        assertThat(whole.text()).isEqualTo("Hello");
        soon().until(() -> hub.said("me", "bob").contains("Hello"));
        assertThat(hub.frames("stream_delta"))
                .extracting(frame -> frame.path("seq").asInt())
                .containsExactly(1, 2);
        assertThat(hub.frames("send")).isEmpty();
        assertThatThrownBy(() -> reply.append("more")).isInstanceOf(IllegalStateException.class);
        hub.push("me", Map.of("t", "typing", "conversation_id", "dc_1", "from", "bob", "on", true));
        soon().until(() -> typing.size() == 1);
    }

    @Test
    void aReplyThatLosesItsConnectionArrivesWhole() throws InterruptedException {
        IMClient me = client("me");
        me.connect(LONG);
        IMClient.StreamReply reply = me.streamReply("bob");
        reply.append("Hel");
        soon().until(() -> hub.frames("stream_delta").size() == 1);
        hub.stop();
        soon().until(() -> me.status() != ConnectionState.ONLINE);
        reply.append("lo");
        reply.finish();
        hub.restart();
        soon().until(() -> hub.said("me", "bob").contains("Hello"));
        assertThat(hub.said("me", "bob")).containsExactly("Hello");
        assertThat(hub.frames("stream_end")).isEmpty();
    }

    @Test
    void aReplyThatLosesItsConnectionIsShownAgain() throws InterruptedException {
        IMClient me = client("me");
        me.connect(LONG);
        IMClient.StreamReply reply = me.streamReply("bob");
        IMClient.StreamReply notBegun = me.streamReply("carl");
        reply.append("Hel");
        soon().until(() -> hub.frames("stream_delta").size() == 1);
        hub.stop();
        soon().until(() -> me.status() != ConnectionState.ONLINE);
        reply.append("lo");
        notBegun.append("a");
        hub.restart();
        soon().until(() -> hub.frames("stream_replace").size() == 2);
        reply.append("!");
        reply.finish();
        notBegun.finish();

        soon().until(() -> hub.said("me", "bob").contains("Hello!"));
        soon().until(() -> hub.said("me", "carl").contains("a"));
        List<JsonNode> begins = begins("bob");
        assertThat(begins).hasSize(2);
        assertThat(begins.get(0)).isEqualTo(begins.get(1));
        JsonNode whole = ofRun(begins.get(0), "stream_replace").get(0);
        assertThat(whole.path("text").asText()).isEqualTo("Hello");
        assertThat(whole.path("seq").asInt()).isEqualTo(2);
        assertThat(ofRun(begins.get(0), "stream_delta"))
                .extracting(frame -> frame.path("seq").asInt())
                .containsExactly(1, 3);
        assertThat(ofRun(begins.get(0), "stream_end").get(0).path("seq").asInt())
                .isEqualTo(4);
        assertThat(begins("carl")).hasSize(1);
        assertThat(hub.frames("send")).isEmpty();
    }

    private List<JsonNode> begins(String to) {
        return hub.frames("stream_begin").stream()
                .filter(frame -> frame.path("to").asText().equals(to))
                .toList();
    }

    private List<JsonNode> ofRun(JsonNode begin, String type) {
        return hub.frames(type).stream()
                .filter(frame -> frame.path("run_id").equals(begin.path("run_id")))
                .toList();
    }

    private IMClient client(String agentId) {
        return build(settings(agentId));
    }

    private IMClient build(IMClientBuilder settings) {
        IMClient client = settings.build();
        clients.add(client);
        return client;
    }

    private IMClientBuilder settings(String agentId) {
        return IMClient.builder()
                .workspace(directory.resolve(agentId).toString())
                .serverUrl(hub.url().toString())
                .connection(ConnectionSettings.defaults()
                        .withBackoff(Duration.ofMillis(20), Duration.ofMillis(200), Duration.ofSeconds(1)))
                .agentId(agentId);
    }

    private static ConditionFactory soon() {
        return await().atMost(LONG).pollInterval(Duration.ofMillis(10));
    }
}
