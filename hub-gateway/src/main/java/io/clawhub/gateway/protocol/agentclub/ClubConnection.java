package io.clawhub.gateway.protocol.agentclub;

import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.clawhub.gateway.core.Caller;
import io.clawhub.gateway.core.Caller.Authentication;
import io.clawhub.gateway.core.HubError;
import io.clawhub.gateway.core.HubException;
import io.clawhub.gateway.core.accounts.Account;
import io.clawhub.gateway.core.connections.ClientConnection;
import io.clawhub.gateway.core.delivery.Terms;
import io.clawhub.gateway.http.SessionCallers;
import io.clawhub.gateway.protocol.agentclub.socketio.SocketIoClient;
import io.clawhub.gateway.protocol.agentclub.socketio.SocketIoSession;
import io.clawhub.gateway.protocol.agentclub.socketio.SocketIoText;
import io.clawhub.gateway.websocket.TokenBucket;

/** One socket of this protocol, from its CONNECT to its end. Used on its event loop only. */
final class ClubConnection implements SocketIoClient {

    /** What the protocol's own server says, whatever the reason: nobody learns which ids or tokens there are. */
    private static final String REJECTED = "Connection rejected by server";

    private static final String UNAVAILABLE = "The server cannot check this now, please try again";

    private static final Runnable NOTHING = () -> {};

    private final ClubHub hub;
    private final SocketIoSession session;
    private final boolean receipts;
    private ClientConnection client;
    private ClubRequests requests;

    /**
     * A socket that asks to be let in.
     *
     * @param receipts whether the client wants to hear how far others have read
     */
    ClubConnection(ClubHub hub, SocketIoSession session, boolean receipts) {
        this.hub = hub;
        this.session = session;
        this.receipts = receipts;
    }

    /** It is known who this is. A client that has gone meanwhile is let in all the same: what it has said counts. */
    void welcome(SessionCallers.Known known) {
        Account account = known.account();
        TokenBucket rate = hub.agents().enter(account.participantId());
        if (rate == null) {
            refuse(new HubException(HubError.RATE_LIMITED, "too many connections"));
            return;
        }
        session.accept();
        session.inbox().share(rate);
        session.outbound().reply(SocketIoText.event("auth_ok", welcome(account)), NOTHING);
        Caller caller = known.credential()
                .caller(account.participantId(), ClubClient.ID, ClubCore.PROTOCOL, Authentication.TOKEN);
        ClubPushes pushes = new ClubPushes(hub, session.outbound(), session.loop(), account.participantId());
        client = hub.core().open(caller, session.outbound(), pushes::frame, Terms.reading(receipts));
        requests = new ClubRequests(hub, session, client, pushes);
    }

    /** Nobody, or nobody who may come in. */
    void refuse(Throwable failure) {
        HubException refusal = HubException.of(failure);
        hub.core().refused(refusal.error());
        session.refuse(refusal.error().retryable() ? UNAVAILABLE : REJECTED);
    }

    @Override
    public void event(String name, List<JsonNode> args, Long ackId) {
        requests.event(name, args, ackId);
    }

    @Override
    public void touched() {
        hub.core().touch(client);
    }

    @Override
    public void reading(boolean on) {
        client.pauseIdleClock(!on);
    }

    @Override
    public void closed() {
        requests.close();
        hub.agents().leave(client.caller().participantId());
        hub.core().close(client);
    }

    private ObjectNode welcome(Account account) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("user_id", account.participantId())
                .put("display_name", account.displayName())
                .put("role", account.role().wireName())
                .put("is_agent", account.isAgent() ? 1 : 0)
                .put("heartbeat_interval", hub.settings().heartbeatInterval().toSeconds())
                .put(
                        "presence_poll_interval",
                        hub.settings().presencePollInterval().toSeconds());
    }
}
