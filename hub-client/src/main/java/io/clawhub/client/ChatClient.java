package io.clawhub.client;

import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

import com.fasterxml.jackson.databind.node.TextNode;

/**
 * One agent's connection to the hub.
 *
 * <p>Futures complete on the socket's thread: do not block there. Callbacks and subscribers run one at a time, in the
 * order of arrival, on the client's own thread, where blocking is fine. Register them before {@link #connect()}, or
 * messages that were waiting in the hub may pass unseen. A client connects once; when its connection has ended, make
 * a new one.
 *
 * <p>Failures: {@link HubException} with a code; {@link java.util.concurrent.TimeoutException} when no answer came in
 * time, which leaves open whether the hub acted; an {@link java.io.IOException} when the connection could not be
 * opened. A send that timed out may be repeated under the same message id.
 */
public final class ChatClient implements AutoCloseable {

    /** The hub's own limit for one frame. */
    private static final int MAX_MESSAGE_CHARS = 1 << 20;

    private static final int NORMAL_CLOSURE = 1000;
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(2);
    private static final String FAILED = "failed";

    private final ChatClientBuilder settings;
    private final FrameCodec codec;
    private final PendingRequests pending;
    private final UserCode userCode;
    private final SendQueue sends;
    private final AtomicReference<CompletableFuture<Void>> connecting = new AtomicReference<>();
    private final CompletableFuture<Closed> ended = new CompletableFuture<>();
    private final AtomicBoolean ending = new AtomicBoolean();
    private volatile WebSocket socket;

    ChatClient(ChatClientBuilder settings) {
        this.settings = settings;
        this.codec = new FrameCodec(settings.agentId());
        this.pending = new PendingRequests(settings.timeout());
        this.userCode = new UserCode(settings.inboxCapacity());
        this.sends = new SendQueue(text -> socket.sendText(text, true), settings.sendQueueCapacity());
    }

    /** Settings for a new client. */
    public static ChatClientBuilder builder() {
        return new ChatClientBuilder();
    }

    /** The id others reach this agent by. */
    public String agentId() {
        return settings.agentId();
    }

    /** Opens the connection. Further calls return the first one's future. */
    public CompletableFuture<Void> connect() {
        CompletableFuture<Void> connected = new CompletableFuture<>();
        if (!connecting.compareAndSet(null, connected)) {
            return connecting.get();
        }
        userCode.start(settings.agentId());
        Http.CLIENT
                .newWebSocketBuilder()
                .header("X-Agent-Id", settings.agentId())
                .connectTimeout(settings.timeout())
                .buildAsync(settings.target(), new SocketListener(new FrameReceiver(), MAX_MESSAGE_CHARS))
                .whenComplete((opened, failure) -> {
                    if (failure != null) {
                        end(new Closed(Closed.BROKEN, "not connected"), null);
                        connected.completeExceptionally(failure);
                        return;
                    }
                    connected.complete(null);
                });
        return connected;
    }

    /** Sends text to an agent. See {@link #sendMessage(Outgoing)}. */
    public CompletableFuture<SendResult> sendMessage(String targetAgent, String content) {
        return sendMessage(new Outgoing(null, targetAgent, null, null, TextNode.valueOf(content)));
    }

    /**
     * Sends a message. Messages are written in the order of the calls. With acks the future completes when the hub has
     * the message durably, or fails with {@link SendRejectedException}; without, when it is written to the socket.
     */
    public CompletableFuture<SendResult> sendMessage(Outgoing outgoing) {
        Outgoing message = outgoing.messageId() == null ? outgoing.withMessageId(newId("msg_")) : outgoing;
        String id = message.messageId();
        if (!settings.acks()) {
            return write(codec.chatMessage(message)).thenApply(written -> new SendResult(SendResult.SENT, id, null));
        }
        return request(id, SendResult.class, codec.chatMessage(message));
    }

    /** Offers a service under this agent's name. Registering it again is harmless. */
    public CompletableFuture<Registered> registerService(Service service) {
        String requestId = newId("req_");
        return request(requestId, Registered.class, codec.register(requestId, service));
    }

    /** The newest messages of a conversation the agent takes part in, oldest first. */
    public CompletableFuture<List<Message>> history(HistoryQuery query) {
        String requestId = newId("req_");
        return request(requestId, Inbound.History.class, codec.history(requestId, query))
                .thenApply(Inbound.History::messages);
    }

    /** Time to the hub and back. */
    public CompletableFuture<Duration> ping() {
        long start = System.nanoTime();
        CompletableFuture<Object> pong = pending.awaitPong();
        write(codec.ping()).exceptionally(failure -> {
            pong.completeExceptionally(failure);
            return null;
        });
        return pong.thenApply(answer -> Duration.ofNanos(System.nanoTime() - start));
    }

    /**
     * Messages as they arrive, from the time of the subscription; completes when the connection has ended. Every
     * subscriber gets each message; one that does not ask for more holds up the others and, once the inbox is full, the
     * reading.
     */
    public Flow.Publisher<Message> messages() {
        return userCode.messages();
    }

    /** Calls back for each message. What the callback throws goes to {@link #onError}. */
    public ChatClient onMessage(Consumer<Message> callback) {
        userCode.onMessage(callback);
        return this;
    }

    /** Calls back for what answers no call: the hub's error frames, unreadable frames, failing callbacks, a broken socket. */
    public ChatClient onError(Consumer<Throwable> callback) {
        userCode.onError(callback);
        return this;
    }

    /** Calls back once, after the last message, when the connection has ended, whoever ended it. */
    public ChatClient onClose(Consumer<Closed> callback) {
        userCode.onClose(callback);
        return this;
    }

    /** Says goodbye and waits up to 2 s for the hub's answer. What still waits for an answer fails. */
    @Override
    public void close() {
        WebSocket open = socket;
        if (open == null) {
            end(new Closed(NORMAL_CLOSURE, ""), null);
            return;
        }
        ended.completeOnTimeout(new Closed(NORMAL_CLOSURE, ""), CLOSE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        open.sendClose(NORMAL_CLOSURE, "").exceptionally(failure -> {
            ended.complete(new Closed(Closed.BROKEN, ""));
            return open;
        });
        end(ended.join(), null);
        open.abort();
    }

    private <T> CompletableFuture<T> request(String id, Class<T> answerType, String frame) {
        if (pending.has(id)) {
            return pending.await(id, answerType);
        }
        CompletableFuture<T> answer = pending.await(id, answerType);
        write(frame).exceptionally(failure -> {
            pending.fail(id, failure);
            return null;
        });
        return answer;
    }

    private CompletableFuture<Void> write(String frame) {
        if (socket == null) {
            return CompletableFuture.failedFuture(new HubException(HubException.NOT_CONNECTED, "connect() first"));
        }
        return sends.send(frame);
    }

    private void end(Closed closed, Throwable failure) {
        if (!ending.compareAndSet(false, true)) {
            return;
        }
        HubException why = new HubException(HubException.NOT_CONNECTED, "closed with code " + closed.code());
        sends.close(why);
        pending.close(why);
        if (failure != null) {
            userCode.error(failure);
        }
        userCode.closed(closed);
        ended.complete(closed);
    }

    private static String newId(String prefix) {
        long bits = ThreadLocalRandom.current().nextLong() & 0xFFFF_FFFF_FFFFL;
        return prefix + String.format("%012x", bits);
    }

    private final class FrameReceiver implements SocketListener.Receiver {

        @Override
        public void opened(WebSocket open) {
            socket = open;
            if (ending.get()) {
                open.abort();
            }
        }

        @Override
        public void text(String text) {
            Inbound frame;
            try {
                frame = codec.read(text);
            } catch (HubException e) {
                badFrame(e);
                return;
            }
            if (frame instanceof Inbound.Chat chat) {
                userCode.deliver(chat.message());
            } else if (frame instanceof Inbound.Ack ack) {
                acknowledged(ack);
            } else if (frame instanceof Inbound.ServiceRegistered registered) {
                pending.complete(registered.requestId(), registered.registered());
            } else if (frame instanceof Inbound.History history) {
                pending.complete(history.requestId(), history);
            } else if (frame instanceof Inbound.Pong) {
                pending.pong();
            } else if (frame instanceof Inbound.Failure failure) {
                failed(failure);
            }
            // Frames of kinds this version does not use are ignored, as the protocol asks of clients.
        }

        private void acknowledged(Inbound.Ack ack) {
            if (FAILED.equals(ack.status())) {
                String code = ack.errorCode() == null ? "FAILED" : ack.errorCode();
                pending.fail(
                        ack.messageId(),
                        new SendRejectedException(ack.messageId(), code, ack.error(), ack.retryable()));
            } else {
                pending.complete(ack.messageId(), new SendResult(ack.status(), ack.messageId(), ack.channelId()));
            }
        }

        private void failed(Inbound.Failure frame) {
            if (frame.messageId() != null
                    && pending.fail(
                            frame.messageId(),
                            new SendRejectedException(
                                    frame.messageId(), frame.code(), frame.message(), frame.retryable()))) {
                return;
            }
            HubException failure = new HubException(frame.code(), frame.message(), frame.retryable());
            if (!pending.fail(frame.requestId(), failure)) {
                userCode.error(failure);
            }
        }

        @Override
        public void badFrame(HubException failure) {
            userCode.error(failure);
        }

        @Override
        public void ended(Closed closed, Throwable failure) {
            end(closed, failure);
        }

        @Override
        public void whenRoom(Runnable action) {
            userCode.whenRoom(action);
        }
    }

    /** One HTTP client for all connections of the process: it owns a selector thread. */
    private static final class Http {
        static final HttpClient CLIENT = HttpClient.newHttpClient();
    }
}
