package io.clawhub.gateway.protocol.agentclub;

import com.fasterxml.jackson.databind.JsonNode;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

import io.clawhub.gateway.core.HubError;
import io.clawhub.gateway.core.HubException;
import io.clawhub.gateway.http.SessionCallers;
import io.clawhub.gateway.http.SessionCookies;
import io.clawhub.gateway.protocol.agentclub.engineio.Handshake;
import io.clawhub.gateway.protocol.agentclub.socketio.SocketIoApplication;
import io.clawhub.gateway.protocol.agentclub.socketio.SocketIoClient;
import io.clawhub.gateway.protocol.agentclub.socketio.SocketIoSession;

/** Lets agents in by their token, and people by the session whose cookie their browser sent along. */
@ApplicationScoped
public class ClubApplication implements SocketIoApplication {

    private final ClubHub hub;
    private final SessionCallers callers;

    ClubApplication(ClubHub hub, SessionCallers callers) {
        this.hub = hub;
        this.callers = callers;
    }

    @Override
    public SocketIoClient connect(SocketIoSession session, JsonNode auth) {
        boolean receipts = auth != null && auth.path("receipts").asBoolean(false);
        ClubConnection connection = new ClubConnection(hub, session, receipts);
        Uni.createFrom()
                .deferred(() -> known(auth, session.handshake()))
                .emitOn(session.loop())
                .subscribe()
                .with(connection::welcome, connection::refuse);
        return connection;
    }

    /** A token goes before a cookie; one that is no string is a wrong one. */
    private Uni<SessionCallers.Known> known(JsonNode auth, Handshake handshake) {
        JsonNode token = auth == null ? null : auth.get("agent_token");
        if (token == null
                || token.isNull()
                || token.isTextual() && token.textValue().isEmpty()) {
            return callers.session(SessionCookies.secret(handshake.cookie()), handshake.remoteAddress());
        }
        if (!token.isTextual()) {
            throw new HubException(HubError.AUTH_REQUIRED, "agent_token must be a string");
        }
        return callers.token(token.textValue(), handshake.remoteAddress());
    }
}
