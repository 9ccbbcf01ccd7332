package io.clawhub.client;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import io.clawhub.client.connection.ClientThreads;
import io.clawhub.client.connection.ConnectionState;
import io.clawhub.client.connection.KeptConnection;
import io.clawhub.client.errors.ClientException;
import io.clawhub.client.handler.Requests;
import io.clawhub.client.message.Message;
import io.clawhub.client.message.OutgoingMessage;
import io.clawhub.client.store.MessageStore;
import io.clawhub.client.wire.Wire;
import io.clawhub.client.wire.WireEvent;

/** A {@link ChatClient}'s connection and what hangs on it. Its futures complete on the threads of callbacks. */
final class ChatLink extends Dispatch {

    private final ChatClientBuilder settings;
    private final MessageStore store;
    private final UserCode userCode;
    private final ChatCallbacks callbacks;
    private final Consumer<ClientException> ended;
    private final Wire wire;
    private final KeptConnection connection;
    private final Requests requests;
    private final Pings pings;
    private CompletableFuture<Void> online;
    private boolean inboxFull;
    private boolean storeFull;

    /** @param ended hears that the hub refuses this client for good */
    ChatLink(ChatClientBuilder settings, MessageStore store, Consumer<ClientException> ended, ChatCallbacks callbacks) {
        this.settings = settings;
        this.store = store;
        this.ended = ended;
        this.callbacks = callbacks;
        this.wire = settings.wire();
        this.connection = new KeptConnection(wire, this, settings.connection());
        this.userCode = new UserCode(settings.inboxCapacity(), ClientThreads.callbacks(), this::inboxTakes);
        this.requests = Requests.repeating(connection::write, ClientThreads.timer(), () -> ChatClient.newId("req_"));
        this.pings = new Pings(connection::write, ClientThreads.timer());
    }

    UserCode userCode() {
        return userCode;
    }

    CompletableFuture<Void> connect() {
        CompletableFuture<Void> wait;
        synchronized (this) {
            if (online == null) {
                online = new CompletableFuture<>();
            }
            wait = online.copy();
        }
        connection.open();
        return wait.orTimeout(settings.timeout().toMillis(), TimeUnit.MILLISECONDS);
    }

    ConnectionState state() {
        return connection.state();
    }

    /** There is something to send. */
    void wake() {
        connection.open();
        connection.wake();
    }

    /** Says goodbye. Whoever waits for an answer is told why there is none. */
    void close(ClientException why) {
        connection.close();
        end(why);
    }

    // --- to the hub ---

    @Override
    public CompletableFuture<Void> write(String frame) {
        return connection.write(frame);
    }

    @Override
    public String frame(OutgoingMessage message) {
        return wire.send(message);
    }

    @Override
    public boolean answersSends() {
        return wire.answersSends();
    }

    CompletableFuture<Map<String, Object>> ask(String type, Map<String, Object> fields, Duration timeout) {
        return connect()
                .thenCompose(connected -> forCallers(requests.ask(id -> wire.request(id, type, fields), timeout)));
    }

    CompletableFuture<Void> notice(String type, Map<String, Object> fields) {
        return connection.write(wire.notice(type, fields));
    }

    CompletableFuture<Duration> ping() {
        return connect().thenCompose(connected -> {
            long start = System.nanoTime();
            return forCallers(pings.ask(wire.ping(0), settings.timeout())
                    .thenApply(pong -> Duration.ofNanos(System.nanoTime() - start)));
        });
    }

    /** Whoever waits may block. */
    private static <T> CompletableFuture<T> forCallers(CompletableFuture<T> answer) {
        return answer.whenCompleteAsync((value, failure) -> {}, ClientThreads.callbacks());
    }

    /** This protocol acknowledges nothing: what the hub wrote it counts as taken. */
    @Override
    public void ack(String conversationId, long seq) {
        // no such frame
    }

    @Override
    public boolean window(int deliveries) {
        return false;
    }

    @Override
    public boolean redelivers() {
        return false;
    }

    @Override
    public synchronized void read(boolean on) {
        storeFull = !on;
        connection.read(!storeFull && !inboxFull);
    }

    private synchronized void inboxTakes(boolean on) {
        inboxFull = !on;
        connection.read(!storeFull && !inboxFull);
    }

    // --- from the hub ---

    @Override
    public Wire.Resume resume() {
        return new Wire.Resume(null, Map.of(), settings.inboxCapacity());
    }

    @Override
    public void state(ConnectionState state, ClientException cause) {
        if (state != ConnectionState.SYNCING && state != ConnectionState.ONLINE) {
            outbound().offline();
        }
        if (state == ConnectionState.ONLINE) {
            opened();
        } else if (state == ConnectionState.FAILED) {
            end(cause);
            ended.accept(cause);
            userCode.error(cause);
        }
        if (callbacks.wantConnection()) {
            userCode.run(() -> callbacks.connection(state, cause));
        }
    }

    private void opened() {
        CompletableFuture<Void> waiting;
        synchronized (this) {
            online = online == null ? new CompletableFuture<>() : online;
            waiting = online;
        }
        ClientThreads.callbacks().execute(() -> waiting.complete(null));
        outbound().online();
        requests.online();
    }

    private void end(ClientException why) {
        CompletableFuture<Void> waiting;
        synchronized (this) {
            waiting = online;
            online = null;
        }
        if (waiting != null) {
            ClientThreads.callbacks().execute(() -> waiting.completeExceptionally(why));
        }
        requests.disconnected(why);
        pings.close(why);
    }

    @Override
    Requests requests() {
        return requests;
    }

    @Override
    void welcome(WireEvent.Welcome welcome) {
        inbound().welcome(welcome);
    }

    /** Older hubs name no conversation. */
    @Override
    void delivered(WireEvent.Delivered delivered) {
        Message message = delivered.message();
        if (message.conversationId() == null) {
            String sender = message.from() == null ? "" : message.from();
            message = message.inConversation(store.conversationWith(sender));
        }
        inbound().delivered(message);
    }

    @Override
    void other(WireEvent event) {
        if (event instanceof WireEvent.Pong) {
            pings.pong();
        } else if (event instanceof WireEvent.ChannelChanged changed) {
            callbacks.channel(changed, userCode);
        }
    }

    @Override
    void error(Throwable failure) {
        userCode.error(failure);
    }
}
