package io.clawhub.gateway.protocol.claw;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;

import io.smallrye.mutiny.Uni;

import io.clawhub.gateway.core.Caller;
import io.clawhub.gateway.core.Caller.Authentication;
import io.clawhub.gateway.core.Command;
import io.clawhub.gateway.core.HubError;
import io.clawhub.gateway.core.HubException;
import io.clawhub.gateway.core.Push;
import io.clawhub.gateway.core.Reply;
import io.clawhub.gateway.core.accounts.Identities.Credential;
import io.clawhub.gateway.core.connections.ClientConnection;
import io.clawhub.gateway.core.outbound.OutboundQueue;

/** A core that notes what it is asked; the test answers. */
final class FakeCore implements ClawCore {

    /** A command that waits for the test's answer. */
    record Asked(Caller caller, Command command, BiConsumer<Reply, HubException> answer) {
        void reply(Reply reply) {
            answer.accept(reply, null);
        }

        void refuse(HubError error) {
            answer.accept(null, new HubException(error, "because"));
        }
    }

    final Deque<Asked> asked = new ArrayDeque<>();
    final List<HubError> refusals = new ArrayList<>();
    final Map<String, String> reservations = new HashMap<>();
    final Map<String, Function<Push, String>> encoders = new HashMap<>();
    final List<ClientConnection> open = new ArrayList<>();
    boolean credentialsRequired;
    Function<Credential, Uni<Authentication>> claims =
            credential -> Uni.createFrom().item(Authentication.OPEN);
    Runnable whenLaneHasSpace;
    boolean laneFull;

    @Override
    public void dispatch(ClientConnection connection, Command command, BiConsumer<Reply, HubException> answer) {
        asked.add(new Asked(connection.caller(), command, answer));
    }

    @Override
    public boolean areCredentialsRequired() {
        return credentialsRequired;
    }

    @Override
    public Uni<Credential> authenticate(String apiKey, String origin) {
        return Uni.createFrom().item(new Credential("user of " + apiKey));
    }

    @Override
    public Uni<Authentication> claim(String participantId, Credential credential, String connectionId) {
        return claims.apply(credential);
    }

    @Override
    public Uni<Authentication> reserve(String participantId, Credential credential, String connectionId) {
        String holder = reservations.putIfAbsent(participantId, connectionId);
        return holder == null || holder.equals(connectionId)
                ? Uni.createFrom().item(Authentication.NONE)
                : Uni.createFrom().failure(new HubException(HubError.IDENTITY_MISMATCH, "taken"));
    }

    @Override
    public void release(String participantId, String connectionId) {
        reservations.remove(participantId, connectionId);
    }

    @Override
    public ClientConnection guest(Caller caller, OutboundQueue outbound) {
        return new ClientConnection(caller, outbound, null, push -> null);
    }

    @Override
    public ClientConnection open(Caller caller, OutboundQueue outbound, Function<Push, String> encoder) {
        ClientConnection connection = new ClientConnection(caller, outbound, null, encoder);
        encoders.put(caller.participantId(), encoder);
        open.add(connection);
        return connection;
    }

    @Override
    public void close(ClientConnection connection) {
        open.remove(connection);
    }

    @Override
    public void touch(ClientConnection connection) {}

    @Override
    public boolean isLaneFull(ClientConnection connection, Runnable onSpace) {
        whenLaneHasSpace = onSpace;
        return laneFull;
    }

    @Override
    public void refused(HubError error) {
        refusals.add(error);
    }
}
