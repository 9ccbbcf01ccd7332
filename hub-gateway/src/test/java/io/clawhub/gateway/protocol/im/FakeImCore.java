package io.clawhub.gateway.protocol.im;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
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
final class FakeImCore implements ImCore {

    static final String EPOCH = "e_1";

    /** A command that waits for the test's answer. */
    record Asked(Caller caller, Command command, BiConsumer<Reply, HubException> answer) {}

    final Deque<Asked> asked = new ArrayDeque<>();
    final List<HubError> refusals = new ArrayList<>();
    final List<ClientConnection> open = new ArrayList<>();
    final List<Opening> openings = new ArrayList<>();
    final List<Integer> windows = new ArrayList<>();
    Function<Push, String> encoder;
    Uni<Authentication> claim = Uni.createFrom().item(Authentication.OPEN);
    Uni<String> epoch = Uni.createFrom().item(EPOCH);
    Runnable whenLaneHasSpace;
    boolean laneFull;

    @Override
    public void dispatch(ClientConnection connection, Command command, BiConsumer<Reply, HubException> answer) {
        asked.add(new Asked(connection.caller(), command, answer));
    }

    @Override
    public Uni<Reply.Accepted> send(Caller caller, Command.SendMessage command) {
        return ask(caller, command).map(reply -> (Reply.Accepted) reply);
    }

    @Override
    public Uni<Reply> ask(Caller caller, Command command) {
        return Uni.createFrom()
                .emitter(emitter -> asked.add(new Asked(caller, command, (reply, refusal) -> {
                    if (refusal == null) {
                        emitter.complete(reply);
                    } else {
                        emitter.fail(refusal);
                    }
                })));
    }

    @Override
    public boolean areCredentialsRequired() {
        return false;
    }

    @Override
    public Uni<Credential> authenticate(String apiKey, String origin) {
        return Uni.createFrom().item(new Credential("user of " + apiKey));
    }

    @Override
    public Uni<Authentication> claim(String participantId, Credential credential, String connectionId) {
        return claim;
    }

    @Override
    public Uni<String> epoch() {
        return epoch;
    }

    @Override
    public ClientConnection open(
            Caller caller, OutboundQueue outbound, Function<Push, String> pushes, Opening opening) {
        ClientConnection connection = new ClientConnection(caller, outbound, null, pushes);
        encoder = pushes;
        open.add(connection);
        openings.add(opening);
        return connection;
    }

    @Override
    public void window(ClientConnection connection, int deliveries) {
        windows.add(deliveries);
    }

    @Override
    public void close(ClientConnection connection, boolean lingering) {
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
