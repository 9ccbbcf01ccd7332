package io.clawhub.e2e;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import io.clawhub.client.IMClient;
import io.clawhub.client.IMClient.Wait;
import io.clawhub.client.connection.ConnectionSettings;
import io.clawhub.client.connection.ConnectionState;
import io.clawhub.client.message.Message;
import io.clawhub.client.message.OutgoingMessage;
import io.clawhub.standalone.HubProcesses;

import static org.assertj.core.api.Assertions.assertThat;

/** What the agent's own client says arrives once and in order, whatever happens to the hub and the network. */
@ExtendWith({ShakenHub.class, CalmHub.class})
class SdkFaultsIT {

    private static final int QUEUED = 500;
    private static final int RECEIVERS = 5;
    /** 1 000 in the soak; see {@code -Dclawhub.cuts}. */
    private static final int CUTS = Integer.getInteger("clawhub.cuts", 40);
    /** Messages of one page of history: less than {@link #CUTS}, so that several are asked for. */
    private static final int PAGE = 25;

    private static final Duration LONG = Duration.ofMinutes(3);

    private final HubProcesses hub;
    private final HubProcesses otherHub;
    private final Network network;
    private final List<AutoCloseable> open = new ArrayList<>();

    @TempDir
    Path home;

    SdkFaultsIT(@Shaken HubProcesses hub, HubProcesses otherHub) {
        this.hub = hub;
        this.otherHub = otherHub;
        this.network = new Network(port(hub, 1));
    }

    @AfterEach
    void repair() throws Exception {
        for (AutoCloseable one : open) {
            one.close();
        }
        network.close();
        ShakenHub.repair(hub);
    }

    @Test
    void queuedWhileTheHubWasDown() {
        List<Receiver> receivers = receivers(2);
        network.refuse(true);
        IMClient sender = client(network.url(), Names.fresh("sender"));
        assertThat(sender.connect(Duration.ofSeconds(1))).isFalse();

        queue(sender, receivers);
        network.refuse(false);

        receivers.forEach(Receiver::assertGotAllOnceInOrder);
    }

    @Test
    void queuedByAProcessThatEndedBeforeItWasOnline() {
        List<Receiver> receivers = receivers(1);
        network.refuse(true);
        String id = Names.fresh("sender");
        try (IMClient sender = client(network.url(), id)) {
            sender.connect(Duration.ofSeconds(1));
            queue(sender, receivers);
        }
        network.refuse(false);

        client(network.url(), id).connect(Soon.DEADLINE);

        receivers.forEach(Receiver::assertGotAllOnceInOrder);
    }

    @Test
    void refusedMessageBlocksNoOther() {
        List<Receiver> receivers = receivers(1);
        network.refuse(true);
        IMClient sender = client(network.url(), Names.fresh("sender"));
        sender.connect(Duration.ofSeconds(1));
        Message bad = sender.sendMessage(
                OutgoingMessage.in("gc_00000000000000000000000000000000", "to nobody"), Wait.QUEUED, LONG);
        queue(sender, receivers);
        network.refuse(false);

        receivers.forEach(Receiver::assertGotAllOnceInOrder);
        Soon.await().until(() -> sender.listFailed().sends().stream()
                .anyMatch(failed -> failed.clientMsgId().equals(bad.clientMsgId())));
    }

    @Test
    void wholeHubRestarts() {
        List<Receiver> receivers = receivers(1);
        IMClient sender = client(network.url(), Names.fresh("sender"));
        sender.connect(Soon.DEADLINE);

        Thread restart = Thread.ofVirtual().start(hub::restart);
        queue(sender, receivers);

        receivers.forEach(Receiver::assertGotAllOnceInOrder);
        assertThat(join(restart)).isTrue();
    }

    @Test
    void gatewayIsKilledAndTheLoadBalancerKnowsAnother() {
        List<Receiver> receivers = new ArrayList<>();
        for (int number = 0; number < RECEIVERS; number++) {
            receivers.add(new Receiver(network.url(), Names.fresh("receiver")));
        }
        IMClient sender = client(network.url(), Names.fresh("sender"));
        sender.connect(Soon.DEADLINE);

        queue(sender, receivers.subList(0, 2));
        network.pointTo(port(hub, 2));
        hub.gateway(1).kill();
        queue(sender, receivers.subList(2, RECEIVERS));

        receivers.forEach(Receiver::assertGotAllOnceInOrder);
    }

    @Test
    void networkSwallowsEverythingForAWhile() {
        List<Receiver> receivers = receivers(1);
        IMClient sender = client(network.url(), Names.fresh("sender"));
        sender.connect(Soon.DEADLINE);

        network.goSilent(true);
        queue(sender, receivers);
        // Neither side is told; the client itself must notice, give the socket up, and come back.
        Soon.within(LONG).until(() -> sender.status() != ConnectionState.ONLINE);
        network.goSilent(false);

        receivers.forEach(Receiver::assertGotAllOnceInOrder);
    }

    @Test
    void cutBetweenEachSendAndItsAnswer() {
        String receiverId = Names.fresh("receiver");
        Receiver receiver = new Receiver("http://127.0.0.1:" + port(hub, 2), receiverId);
        IMClient sender = client(network.url(), Names.fresh("sender"));
        sender.connect(Soon.DEADLINE);
        AtomicInteger left = new AtomicInteger(CUTS);
        Set<String> cut = Collections.synchronizedSet(new HashSet<>());
        // The hub has it and says so, but the client never hears that, once for each message.
        network.cutBefore(said -> {
            int at = said.indexOf("\"cmid\":\"");
            if (at < 0 || !said.contains("send_ok")) {
                return false;
            }
            String cmid = said.substring(at + 8, said.indexOf('"', at + 8));
            return cut.add(cmid) && left.getAndDecrement() > 0;
        });

        for (int number = 0; number < CUTS; number++) {
            Message sent = sender.sendMessage(OutgoingMessage.to(receiverId, receiver.expect(number)), Wait.SENT, LONG);
            assertThat(sent.seq()).isPositive();
        }

        receiver.assertGotAllOnceInOrder();
        String conversationId = sender.sendMessage(receiverId, "last").conversationId();
        assertThat(history(sender, conversationId))
                .filteredOn(message -> !message.text().equals("last"))
                .hasSize(CUTS);
    }

    /** All that the hub has of a conversation, page by page. */
    private static List<Message> history(IMClient client, String conversationId) {
        List<Message> all = new ArrayList<>();
        List<Message> page = client.getHistory(conversationId, PAGE, null, true);
        while (!page.isEmpty()) {
            all.addAll(0, page);
            page = client.getHistory(conversationId, PAGE, page.getFirst().id(), true);
        }
        return all;
    }

    @Test
    void anotherHubHasAnotherEpoch() {
        String id = Names.fresh("receiver");
        String senderId = Names.fresh("sender");
        Receiver receiver = new Receiver(network.url(), id);
        IMClient sender = client("http://127.0.0.1:" + port(hub, 2), senderId);
        sender.connect(Soon.DEADLINE);
        for (int number = 0; number < 50; number++) {
            sender.sendMessage(OutgoingMessage.to(id, receiver.expect(number)), Wait.SENT, LONG);
        }
        receiver.assertGotAllOnceInOrder();

        // The same conversation, where its numbers begin anew: the old cursor must not hide what is said here.
        network.pointTo(port(otherHub, 1));
        network.cut();
        IMClient there = client("http://127.0.0.1:" + port(otherHub, 2), senderId, "elsewhere");
        there.connect(Soon.DEADLINE);
        for (int number = 50; number < 60; number++) {
            there.sendMessage(OutgoingMessage.to(id, receiver.expect(number)), Wait.SENT, LONG);
        }

        receiver.assertGotAllOnceInOrder();
    }

    private List<Receiver> receivers(int gateway) {
        List<Receiver> receivers = new ArrayList<>();
        for (int number = 0; number < RECEIVERS; number++) {
            receivers.add(new Receiver("http://127.0.0.1:" + port(hub, gateway), Names.fresh("receiver")));
        }
        return receivers;
    }

    private static void queue(IMClient sender, List<Receiver> receivers) {
        for (int number = 0; number < QUEUED; number++) {
            Receiver receiver = receivers.get(number % receivers.size());
            sender.sendMessage(receiver.id, receiver.expect(number));
        }
    }

    private IMClient client(String url, String id) {
        return client(url, id, id);
    }

    private IMClient client(String url, String id, String workspace) {
        IMClient client = IMClient.builder()
                .serverUrl(url)
                .agentId(id)
                .workspace(home.resolve(workspace).toString())
                // As usual, but quicker: the tests break a connection many times.
                .connection(ConnectionSettings.defaults()
                        .withBackoff(Duration.ofMillis(50), Duration.ofSeconds(1), Duration.ofSeconds(60)))
                .build();
        open.addFirst(client);
        return client;
    }

    private static int port(HubProcesses hub, int gateway) {
        return URI.create(hub.gatewayUrl(gateway)).getPort();
    }

    private static boolean join(Thread thread) {
        try {
            return thread.join(LONG);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** An agent that writes down what it is told. */
    private final class Receiver {
        private final String id;
        private final List<String> expected = new ArrayList<>();
        private final List<String> got = Collections.synchronizedList(new ArrayList<>());

        Receiver(String url, String id) {
            this.id = id;
            IMClient client = client(url, id);
            client.onMessage(message -> got.add(message.text()));
            assertThat(client.connect(Soon.DEADLINE)).isTrue();
        }

        String expect(int number) {
            String text = "message " + number;
            expected.add(text);
            return text;
        }

        void assertGotAllOnceInOrder() {
            Soon.within(LONG).until(() -> got.size() >= expected.size());
            assertThat(List.copyOf(got)).containsExactlyElementsOf(expected);
        }
    }
}
