package io.clawhub.gateway.core.connections;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import io.clawhub.gateway.TestConfig;
import io.clawhub.gateway.core.Caller;
import io.clawhub.gateway.core.Command;
import io.clawhub.gateway.core.CommandDispatcher;
import io.clawhub.gateway.core.HubError;
import io.clawhub.gateway.core.HubException;
import io.clawhub.gateway.core.Push;
import io.clawhub.gateway.core.Reply;
import io.clawhub.gateway.core.delivery.Terms;
import io.clawhub.gateway.core.messages.SendLane;
import io.clawhub.gateway.core.outbound.OutboundQueue;
import io.clawhub.gateway.core.outbound.Transport;

import static org.assertj.core.api.Assertions.assertThat;

/** A client without a wire: commands go to the dispatcher, pushes into a queue. */
public final class TestClient implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    public final BlockingQueue<Push> pushes = new LinkedBlockingQueue<>();
    private final CommandDispatcher dispatcher;
    private final ConnectionRegistry registry;
    private final ClientConnection connection;
    private boolean open = true;

    /** A client that is not registered anywhere; its pushes arrive, its commands would not. */
    public static TestClient unregistered(Caller caller) {
        return new TestClient(caller, null, null, null);
    }

    /** A client whose connection is open. */
    public TestClient(Caller caller, SendLane lane, CommandDispatcher dispatcher, ConnectionRegistry registry) {
        this(caller, lane, dispatcher, registry, Terms.WRITTEN_COUNTS);
    }

    /** A client on terms whose connection is open. */
    public TestClient(
            Caller caller, SendLane lane, CommandDispatcher dispatcher, ConnectionRegistry registry, Terms terms) {
        this.dispatcher = dispatcher;
        this.registry = registry;
        OutboundQueue outbound = new OutboundQueue(
                new NoSocket(),
                Runnable::run,
                TestConfig.with(java.util.Map.of()).connection());
        this.connection = new ClientConnection(
                caller,
                outbound,
                lane,
                push -> {
                    pushes.add(push);
                    return "push";
                },
                terms);
        if (registry != null) {
            registry.add(connection);
        }
    }

    public ClientConnection connection() {
        return connection;
    }

    /** Asks without waiting. */
    public CompletableFuture<Reply> ask(Command command) {
        CompletableFuture<Reply> answer = new CompletableFuture<>();
        dispatcher.dispatch(connection, command, (reply, refusal) -> {
            if (refusal == null) {
                answer.complete(reply);
            } else {
                answer.completeExceptionally(refusal);
            }
        });
        return answer.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    /** The reply, which must be one of this kind. */
    public <T extends Reply> T get(Class<T> kind, Command command) {
        return kind.cast(ask(command).join());
    }

    /** The code of the refusal that this command must meet. */
    public HubError refusal(Command command) {
        return refusal(ask(command));
    }

    /** The code of the refusal that this answer must be. */
    public static HubError refusal(CompletableFuture<?> answer) {
        return answer.handle((reply, failure) -> {
                    assertThat(failure).as("reply was %s", reply).isNotNull();
                    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
                    assertThat(cause).isInstanceOf(HubException.class);
                    return ((HubException) cause).error();
                })
                .join();
    }

    /** The next push, which must be one of this kind. */
    public <T extends Push> T next(Class<T> kind) {
        try {
            Push push = pushes.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            assertThat(push).isInstanceOf(kind);
            return kind.cast(push);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        if (open) {
            open = false;
            registry.remove(connection);
        }
    }

    private static final class NoSocket implements Transport {
        @Override
        public void write(String frame, Consumer<Boolean> written) {
            written.accept(true);
        }

        @Override
        public void close(int code, String reason) {}
    }
}
