package io.clawhub.gateway.core.seats;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.clawhub.events.StreamEvent;
import io.clawhub.events.StreamEvent.ClientReplaced;
import io.clawhub.gateway.TestConfig;
import io.clawhub.gateway.core.Caller;
import io.clawhub.gateway.core.calls.ServicesIT;
import io.clawhub.gateway.core.connections.ClientConnection;
import io.clawhub.gateway.core.connections.ConnectionRegistry;
import io.clawhub.gateway.core.log.ChatEventTail;
import io.clawhub.gateway.core.log.StreamLog;
import io.clawhub.gateway.core.log.StreamTail;
import io.clawhub.gateway.core.outbound.CloseReason;
import io.clawhub.gateway.core.outbound.OutboundQueue;
import io.clawhub.gateway.core.outbound.Transport;
import io.clawhub.standalone.testing.KafkaTestResource;
import io.clawhub.standalone.testing.PostgresTestResource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Seats of this gateway and of another one, which is a second object here. */
@QuarkusTest
@WithTestResource(KafkaTestResource.class)
@WithTestResource(PostgresTestResource.class)
@TestProfile(ServicesIT.WithoutHistory.class)
class ClientSeatsIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Inject
    ClientSeats seats;

    @Inject
    ConnectionRegistry registry;

    @Inject
    StreamLog log;

    @Inject
    ChatEventTail tail;

    @Inject
    StreamTail streamTail;

    private final String run = UUID.randomUUID().toString().substring(0, 8);
    private final List<ClientConnection> open = new ArrayList<>();

    @BeforeEach
    void awaitTheLog() {
        await().atMost(PATIENCE).until(() -> tail.isFollowing() && streamTail.isFollowing());
    }

    @AfterEach
    void close() {
        open.forEach(registry::remove);
    }

    @Test
    void theNewerConnectionOfAClientReplacesTheOlderHere() {
        Socket first = connect("phone");
        Socket other = connect("laptop");
        seats.take(first.connection);
        seats.take(other.connection);
        Socket second = connect("phone");

        seats.take(second.connection);

        assertThat(first.code).isEqualTo(4009);
        assertThat(other.code).isZero();
        assertThat(second.code).isZero();
    }

    @Test
    void aConnectionThatAsksForNoSeatKeepsOutOfIt() {
        Socket claw = connect("phone");
        Socket first = connect("phone");

        seats.take(first.connection);

        assertThat(claw.code).isZero();
    }

    @Test
    void anotherGatewayReplacesItThroughTheLog() {
        Socket here = connect("phone");
        seats.take(here.connection);
        Socket there = connect("phone");
        ClientSeats elsewhere = new ClientSeats(registry, log);

        elsewhere.take(there.connection);

        await().atMost(PATIENCE).until(() -> here.code == CloseReason.REPLACED.code());
        assertThat(there.code).isZero();
        assertThat(seats.size()).isZero();
    }

    @Test
    void ofTwoThatComeAtOnceEveryGatewayKeepsTheSameOne() {
        List<StreamEvent> announced = new ArrayList<>();
        ClientSeats one = new ClientSeats(registry, announced::add);
        ClientSeats other = new ClientSeats(registry, announced::add);
        Socket first = connect("phone");
        Socket second = connect("phone");
        one.take(first.connection);
        other.take(second.connection);

        for (StreamEvent event : announced.reversed()) {
            one.taken((ClientReplaced) event);
            other.taken((ClientReplaced) event);
        }

        assertThat(List.of(first.code, second.code)).containsExactlyInAnyOrder(0, 4009);
        assertThat(one.size() + other.size()).isEqualTo(1);
    }

    @Test
    void aLateAnnouncementOfAnOlderConnectionReplacesNobody() {
        List<StreamEvent> announced = new ArrayList<>();
        ClientSeats own = new ClientSeats(registry, announced::add);
        Socket here = connect("phone");
        own.take(here.connection);
        ClientReplaced mine = (ClientReplaced) announced.getFirst();
        own.taken(mine);

        own.taken(taken("con_old", mine.takenAtMillis() - 1));
        assertThat(here.code).isZero();
        assertThat(own.size()).isEqualTo(1);

        own.taken(taken("con_new", mine.takenAtMillis() + 1));
        assertThat(here.code).isEqualTo(4009);
    }

    private ClientReplaced taken(String connectionId, long atMillis) {
        return new ClientReplaced(run, "phone", connectionId, atMillis, List.of(run));
    }

    @Test
    void theSeatIsGivenUpWithTheConnection() {
        Socket first = connect("phone");
        Socket second = connect("phone");
        ClientSeats own = new ClientSeats(registry, event -> {});
        own.take(first.connection);
        own.take(second.connection);

        own.closed(first.connection);
        assertThat(own.size()).isEqualTo(1);
        own.closed(second.connection);
        assertThat(own.size()).isZero();

        registry.remove(second.connection);
        open.remove(second.connection);
        own.take(second.connection);
        assertThat(own.size()).isZero();
    }

    private Socket connect(String clientId) {
        Socket socket = new Socket();
        OutboundQueue outbound = new OutboundQueue(
                socket, Runnable::run, TestConfig.with(Map.of()).connection());
        Caller caller = new Caller(run, clientId, "test", Caller.Authentication.OPEN, null);
        socket.connection = new ClientConnection(caller, outbound, null, push -> null);
        registry.add(socket.connection);
        open.add(socket.connection);
        return socket;
    }

    /** Notes how it was closed. */
    private static final class Socket implements Transport {
        private ClientConnection connection;
        private volatile int code;

        @Override
        public void write(String frame, Consumer<Boolean> written) {
            written.accept(true);
        }

        @Override
        public void close(int closeCode, String reason) {
            code = closeCode;
        }
    }
}
