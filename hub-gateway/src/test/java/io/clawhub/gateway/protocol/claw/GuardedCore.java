package io.clawhub.gateway.protocol.claw;

import java.time.Duration;
import java.time.Instant;
import java.util.function.BiConsumer;
import java.util.function.Function;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Alternative;

import io.clawhub.gateway.core.Caller;
import io.clawhub.gateway.core.Caller.Authentication;
import io.clawhub.gateway.core.Command;
import io.clawhub.gateway.core.HubError;
import io.clawhub.gateway.core.HubException;
import io.clawhub.gateway.core.Push;
import io.clawhub.gateway.core.Reply;
import io.clawhub.gateway.core.UserCommand;
import io.clawhub.gateway.core.UserReply;
import io.clawhub.gateway.core.accounts.Identities.Credential;
import io.clawhub.gateway.core.accounts.User;
import io.clawhub.gateway.core.connections.ClientConnection;
import io.clawhub.gateway.core.outbound.OutboundQueue;

/**
 * The gateway's core with a directory of its own: a credential is needed, the key {@code good} is one, and every answer
 * about who is who takes its time and comes on a foreign thread.
 */
@Alternative
@ApplicationScoped
class GuardedCore implements ClawCore {

    static final String KEY = "good";

    private static final Duration SLOW = Duration.ofMillis(100);

    private final GatewayClawCore core;

    GuardedCore(GatewayClawCore core) {
        this.core = core;
    }

    @Override
    public void dispatch(ClientConnection connection, Command command, BiConsumer<Reply, HubException> answer) {
        if (command instanceof UserCommand.AuthenticateUser user) {
            authenticate(user.apiKey(), null)
                    .subscribe()
                    .with(
                            known -> answer.accept(
                                    new UserReply.UserAuthenticated(
                                            new User(known.userId(), "somebody", Instant.EPOCH, true)),
                                    null),
                            failure -> answer.accept(null, HubException.of(failure)));
        } else {
            core.dispatch(connection, command, answer);
        }
    }

    @Override
    public boolean areCredentialsRequired() {
        return true;
    }

    @Override
    public Uni<Credential> authenticate(String apiKey, String origin) {
        return slowly(
                KEY.equals(apiKey)
                        ? Uni.createFrom().item(new Credential("u1"))
                        : Uni.createFrom().failure(new HubException(HubError.AUTH_FAILED, "no such key")));
    }

    @Override
    public Uni<Authentication> claim(String participantId, Credential credential, String connectionId) {
        return slowly(Uni.createFrom().item(Authentication.TOKEN));
    }

    @Override
    public Uni<Authentication> reserve(String participantId, Credential credential, String connectionId) {
        return slowly(Uni.createFrom().item(Authentication.NONE));
    }

    @Override
    public void release(String participantId, String connectionId) {}

    @Override
    public ClientConnection guest(Caller caller, OutboundQueue outbound) {
        return core.guest(caller, outbound);
    }

    @Override
    public ClientConnection open(Caller caller, OutboundQueue outbound, Function<Push, String> encoder) {
        return core.open(caller, outbound, encoder);
    }

    @Override
    public void close(ClientConnection connection) {
        core.close(connection);
    }

    @Override
    public void touch(ClientConnection connection) {
        core.touch(connection);
    }

    @Override
    public boolean isLaneFull(ClientConnection connection, Runnable onSpace) {
        return core.isLaneFull(connection, onSpace);
    }

    @Override
    public void refused(HubError error) {
        core.refused(error);
    }

    private static <T> Uni<T> slowly(Uni<T> answer) {
        return Uni.createFrom().voidItem().onItem().delayIt().by(SLOW).chain(waited -> answer);
    }
}
