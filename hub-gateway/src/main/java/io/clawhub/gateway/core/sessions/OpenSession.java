package io.clawhub.gateway.core.sessions;

import java.util.List;
import java.util.function.Consumer;

import io.smallrye.mutiny.Uni;

import io.clawhub.gateway.GatewayConfig;
import io.clawhub.gateway.core.Caller;
import io.clawhub.gateway.core.Push;
import io.clawhub.gateway.core.connections.ClientConnection;
import io.clawhub.gateway.core.delivery.Terms;
import io.clawhub.gateway.core.delivery.Terms.Copies;
import io.clawhub.gateway.core.delivery.Terms.Counting;
import io.clawhub.gateway.core.messages.MessageService;
import io.clawhub.gateway.core.messages.SendLane;
import io.clawhub.gateway.core.outbound.OutboundQueue;
import io.clawhub.gateway.core.outbound.Transport;
import io.clawhub.gateway.core.presence.Presence;

/**
 * A session that is followed here, with the connection by which its participant hears and speaks. That has no socket: what it
 * is told goes to the session, and counts as written.
 */
final class OpenSession implements RunKeeper.Opened {

    /** Written to nobody, and yet not nothing: a client that takes no such push gets none. */
    private static final String TAKEN = "";

    /** What was missed only tells how a run ended that nobody followed: nothing waits for it. */
    private static final Terms TERMS = new Terms(Counting.WRITTEN, Copies.LIVE, false, Terms.MAX_WINDOW, true);

    /** 64 Ki characters, the protocol's limit of a question, each escaped in JSON. */
    static final int MAX_QUESTION = 6 * 64 * 1024 + 2;

    /** What {@link Prompt} adds to a question's metadata, and more. */
    private static final int ADDED_METADATA = 1024;

    private final Session session;
    private final ClientConnection connection;
    private Uni<Void> ready;
    private volatile Presence agent;

    OpenSession(
            Caller caller,
            String agentId,
            RunKeeper keeper,
            MessageService messages,
            GatewayConfig gateway,
            SessionsConfig config) {
        this.session = new Session(
                caller.participantId(),
                agentId,
                keeper.actions(caller.participantId(), agentId, this),
                config,
                System::currentTimeMillis);
        OutboundQueue nowhere = new OutboundQueue(new Nowhere(), Runnable::run, gateway.connection());
        this.connection = new ClientConnection(caller, nowhere, lane(caller, messages), this::hear, TERMS);
        // Silence of a participant that is the hub's own means nothing.
        connection.pauseIdleClock(true);
    }

    private static SendLane lane(Caller caller, MessageService messages) {
        return messages.openLaneWithoutReceipts(caller, MAX_QUESTION, Question.MAX_METADATA_BYTES + ADDED_METADATA);
    }

    private String hear(Push push) {
        if (push instanceof Push.PresenceSeen seen) {
            agent = seen.presence();
        }
        session.on(push);
        return TAKEN;
    }

    @Override
    public Session session() {
        return session;
    }

    @Override
    public ClientConnection connection() {
        return connection;
    }

    /** Where the agent was last known to be, or null. */
    Presence agent() {
        return agent;
    }

    /** Presence says where the agent is. */
    void agentSeen(Presence presence) {
        hear(new Push.PresenceSeen(presence));
    }

    /** Completes once it is known what runs in it; the work is done once, when first asked for. */
    synchronized Uni<Void> ready(Uni<List<AskedRun>> open, String gatewayId, Uni<Void> presence) {
        if (ready == null) {
            ready = Uni.combine()
                    .all()
                    .unis(open.invoke(runs -> session.loaded(runs, gatewayId)), presence)
                    .discardItems()
                    .memoize()
                    .indefinitely();
        }
        return ready;
    }

    private record Nowhere() implements Transport {

        @Override
        public void write(String frame, Consumer<Boolean> written) {
            written.accept(true);
        }

        @Override
        public void close(int code, String reason) {}
    }
}
