package io.clawhub.gateway.protocol.agentclub.socketio;

import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Alternative;

/** Says what it hears, as the application of the protocol's own test suite does. A token "wrong" is refused. */
@Alternative
@ApplicationScoped
public class EchoApplication implements SocketIoApplication {

    private static final Runnable NOTHING = () -> {};

    @Override
    public SocketIoClient connect(SocketIoSession session, JsonNode auth) {
        JsonNode shown = auth == null ? JsonNodeFactory.instance.objectNode() : auth;
        boolean wrong = "wrong".equals(shown.path("token").textValue());
        // Not at once: an application asks somebody.
        session.loop().schedule(1, () -> {
            if (wrong) {
                session.refuse("Connection rejected by server");
            } else {
                session.accept();
                session.outbound().reply(SocketIoText.event("auth", shown), NOTHING);
            }
        });
        return new Client(session);
    }

    private record Client(SocketIoSession session) implements SocketIoClient {

        @Override
        public void event(String name, List<JsonNode> args, Long ackId) {
            JsonNode[] said = args.toArray(JsonNode[]::new);
            if (ackId != null) {
                session.outbound().reply(SocketIoText.ack(ackId, said), NOTHING);
            } else if ("flood".equals(name)) {
                for (int i = 0; i < args.get(0).intValue(); i++) {
                    session.outbound()
                            .push(
                                    SocketIoText.event("n", JsonNodeFactory.instance.numberNode(i), args.get(1)),
                                    NOTHING);
                }
            } else if ("leave".equals(name)) {
                session.disconnect(1008, "asked to");
            } else {
                session.outbound().push(SocketIoText.event("message-back", said), NOTHING);
            }
        }

        @Override
        public void touched() {}

        @Override
        public void closed() {}
    }
}
