package io.clawhub.gateway.protocol.im;

import java.util.function.Consumer;
import java.util.function.Function;

import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;

import io.clawhub.gateway.GatewayConfig;
import io.clawhub.gateway.core.Caller;
import io.clawhub.gateway.core.Command;
import io.clawhub.gateway.core.CommandDispatcher;
import io.clawhub.gateway.core.Push;
import io.clawhub.gateway.core.Reply;
import io.clawhub.gateway.core.connections.ClientConnection;
import io.clawhub.gateway.core.connections.ConnectionRegistry;
import io.clawhub.gateway.core.cursors.Epoch;
import io.clawhub.gateway.core.delivery.Terms;
import io.clawhub.gateway.core.messages.MessageService;
import io.clawhub.gateway.core.outbound.OutboundQueue;
import io.clawhub.gateway.core.outbound.Transport;
import io.clawhub.gateway.core.seats.ClientSeats;
import io.clawhub.gateway.websocket.GatewaySocketCore;

/** The core of this gateway. */
@Singleton
class GatewayImCore extends GatewaySocketCore implements ImCore {

    private final CommandDispatcher dispatcher;
    private final ConnectionRegistry registry;
    private final MessageService messages;
    private final ClientSeats seats;
    private final Epoch epoch;
    /** For those who have no socket: nothing is ever written there. */
    private final OutboundQueue silence;

    GatewayImCore(
            CommandDispatcher dispatcher,
            ConnectionRegistry registry,
            MessageService messages,
            ClientSeats seats,
            Epoch epoch,
            GatewayConfig config,
            GatewaySocketCore.Parts parts) {
        super(parts, ImHub.PROTOCOL);
        this.dispatcher = dispatcher;
        this.registry = registry;
        this.messages = messages;
        this.seats = seats;
        this.epoch = epoch;
        this.silence = new OutboundQueue(new Silence(), Runnable::run, config.connection());
    }

    @Override
    public Uni<Reply.Accepted> send(Caller caller, Command.SendMessage command) {
        ClientConnection guest =
                new ClientConnection(caller, silence, messages.openLaneWithoutReceipts(caller), push -> null);
        return Uni.createFrom()
                .emitter(emitter -> dispatcher.dispatch(guest, command, (reply, refusal) -> {
                    if (refusal == null) {
                        emitter.complete((Reply.Accepted) reply);
                    } else {
                        emitter.fail(refusal);
                    }
                }));
    }

    @Override
    public Uni<Reply> ask(Caller caller, Command command) {
        return dispatcher.ask(caller, command);
    }

    @Override
    public Uni<String> epoch() {
        return epoch.value();
    }

    @Override
    public ClientConnection open(
            Caller caller, OutboundQueue outbound, Function<Push, String> encoder, Opening opening) {
        ClientConnection connection = new ClientConnection(
                caller,
                outbound,
                messages.openLaneWithoutReceipts(caller),
                encoder,
                Terms.acknowledging(opening.window()));
        registry.add(connection, opening.cursors());
        if (opening.isSeated()) {
            seats.take(connection);
        }
        return connection;
    }

    @Override
    public void window(ClientConnection connection, int deliveries) {
        connection.gate().window(deliveries);
    }

    @Override
    public void close(ClientConnection connection, boolean lingering) {
        registry.remove(connection, lingering);
    }

    private record Silence() implements Transport {

        @Override
        public void write(String frame, Consumer<Boolean> written) {
            written.accept(false);
        }

        @Override
        public void close(int code, String reason) {}
    }
}
