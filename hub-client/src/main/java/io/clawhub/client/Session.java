package io.clawhub.client;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import io.clawhub.client.connection.Connection;
import io.clawhub.client.connection.ConnectionState;
import io.clawhub.client.errors.ClientException;
import io.clawhub.client.errors.NotConnected;
import io.clawhub.client.errors.QueueFull;
import io.clawhub.client.handler.Inbound;
import io.clawhub.client.handler.Outbound;
import io.clawhub.client.handler.Requests;
import io.clawhub.client.message.OutgoingMessage;
import io.clawhub.client.wire.ImWire;
import io.clawhub.client.wire.Wire;
import io.clawhub.client.wire.WireEvent;

/** One client's connection and what hangs on it: who hears which event, and what happens when it comes and goes. */
final class Session extends Dispatch {

    private static final int DEFAULT_TEXT_MAX_BYTES = 65_536;

    private final IMClientBuilder settings;
    private final Topics topics;
    private final Requests requests;
    private final Streams streams;
    private final PresenceWatches watches;
    private Receipts receipts;
    private CompletableFuture<Void> online = new CompletableFuture<>();
    private volatile int textMaxBytes = DEFAULT_TEXT_MAX_BYTES;
    private volatile Wire wire;
    private volatile Connection connection;

    /** What follows sends and receipts. */
    interface Receipts {
        void advanced(WireEvent.StatusAdvanced status);
    }

    Session(IMClientBuilder settings, Topics topics) {
        this.settings = settings;
        this.topics = topics;
        this.requests = new Requests(this::write, settings.parts.timer());
        this.streams = new Streams(this::notice);
        this.watches = new PresenceWatches(this::request, topics);
    }

    /** Before the first connection. */
    void handlers(Outbound out, Inbound in, Receipts advanced) {
        handlers(out, in);
        this.receipts = advanced;
    }

    Streams streams() {
        return streams;
    }

    PresenceWatches watches() {
        return watches;
    }

    int textMaxBytes() {
        return textMaxBytes;
    }

    /** Completes when it is online, and fails when the hub refuses the client for good. */
    CompletableFuture<Void> connect(Configured configured) {
        Connection wanted;
        CompletableFuture<Void> result;
        synchronized (this) {
            if (connection == null || connection.state() == ConnectionState.FAILED) {
                wire = new ImWire(
                        configured.server(), settings.agentId, configured.clientId(), configured.credential());
                connection = settings.parts.connection(settings, wire, this);
                online = new CompletableFuture<>();
            }
            wanted = connection;
            result = online;
        }
        wanted.open();
        return result;
    }

    ConnectionState state() {
        Connection present = connection;
        return present == null ? ConnectionState.CLOSED : present.state();
    }

    void wake() {
        Connection present = connection;
        if (present != null) {
            present.wake();
        }
    }

    void close() {
        Connection present = connection;
        if (present != null) {
            present.close();
        }
        requests.disconnected(null);
    }

    // --- to the hub ---

    @Override
    public CompletableFuture<Void> write(String frame) {
        Connection present = connection;
        return present == null
                ? CompletableFuture.failedFuture(new NotConnected("call connect() first"))
                : present.write(frame);
    }

    @Override
    public String frame(OutgoingMessage message) {
        String last = streams.last(message, wire);
        return last != null ? last : wire.send(message);
    }

    @Override
    public boolean answersSends() {
        return wire.answersSends();
    }

    @Override
    public void ack(String conversationId, long seq) {
        String frame = wire.ack(conversationId, seq);
        if (frame == null) {
            return;
        }
        write(frame).whenComplete((written, failure) -> {
            Throwable cause = failure == null ? null : Blocking.unwrapped(failure);
            if (cause instanceof QueueFull) {
                // Without it the hub would hold a place of the window for what is stored here.
                inbound().acknowledgeAgain(conversationId, seq);
            } else if (cause != null && !(cause instanceof NotConnected)) {
                topics.notices.error(cause);
            }
        });
    }

    @Override
    public boolean window(int deliveries) {
        return tell(wire.window(deliveries));
    }

    @Override
    public void read(boolean on) {
        Connection present = connection;
        if (present != null) {
            present.read(on);
        }
    }

    void markRead(String conversationId, long seq) {
        Wire present = wire;
        if (present != null) {
            tell(present.read(conversationId, seq));
        }
    }

    void typing(String to, String conversationId, boolean on) {
        Wire present = wire;
        if (present != null) {
            tell(present.typing(to, conversationId, on));
        }
    }

    CompletableFuture<Void> notice(String type, Map<String, Object> fields) {
        Wire present = wire;
        String frame = present == null ? null : present.notice(type, fields);
        return frame == null
                ? CompletableFuture.failedFuture(new NotConnected("there is no connection to the hub now"))
                : write(frame);
    }

    CompletableFuture<Map<String, Object>> request(String type, Map<String, Object> fields) {
        return request(type, fields, settings.requestTimeout);
    }

    CompletableFuture<Map<String, Object>> request(String type, Map<String, Object> fields, Duration timeout) {
        Wire present = wire;
        if (present == null) {
            return CompletableFuture.failedFuture(new NotConnected("call connect() first"));
        }
        return requests.ask(id -> present.request(id, type, fields), timeout);
    }

    /** Nothing depends on it: typing is gone in a moment. */
    private boolean tell(String frame) {
        if (frame == null) {
            return false;
        }
        write(frame).whenComplete((written, failure) -> {
            if (failure != null && !(Blocking.unwrapped(failure) instanceof NotConnected)) {
                error(failure);
            }
        });
        return true;
    }

    // --- from the hub ---

    @Override
    public Wire.Resume resume() {
        return inbound().resume();
    }

    @Override
    public void state(ConnectionState state, ClientException cause) {
        if (state == ConnectionState.ONLINE) {
            // Everything that was missed has come; who waits is promised that it is stored as well.
            CompletableFuture<Void> waiting = online();
            inbound().offered().thenRun(() -> waiting.complete(null));
        } else if (state != ConnectionState.SYNCING) {
            outbound().offline();
            requests.disconnected(state == ConnectionState.FAILED ? cause : null);
            streams.disconnected();
            offline(state, cause);
        }
        topics.connection.tell(new Topics.Standing(state, cause));
    }

    @Override
    Requests requests() {
        return requests;
    }

    @Override
    void other(WireEvent event) {
        if (event instanceof WireEvent.StatusAdvanced status) {
            receipts.advanced(status);
        } else {
            topics.tell(event, watches, streams);
        }
    }

    @Override
    void delivered(WireEvent.Delivered delivered) {
        topics.runs.said(delivered.message());
        super.delivered(delivered);
    }

    @Override
    void error(Throwable failure) {
        topics.notices.error(failure);
    }

    @Override
    void welcome(WireEvent.Welcome welcome) {
        if (welcome.textMaxBytes() > 0) {
            textMaxBytes = welcome.textMaxBytes();
        }
        // What was asked on a former connection is answered nowhere.
        requests.disconnected(null);
        streams.disconnected();
        streams.connected();
        inbound().welcome(welcome);
        outbound().online();
        watches.renew();
    }

    private synchronized CompletableFuture<Void> online() {
        return online;
    }

    private void offline(ConnectionState state, ClientException cause) {
        CompletableFuture<Void> former;
        synchronized (this) {
            former = online;
            if (former.isDone()) {
                online = new CompletableFuture<>();
            }
        }
        if (state == ConnectionState.FAILED) {
            former.completeExceptionally(cause != null ? cause : new NotConnected("the hub refuses this client"));
        }
    }
}
