package io.clawhub.client;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Flow;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

import io.clawhub.client.connection.ConnectionState;
import io.clawhub.client.errors.ClientException;
import io.clawhub.client.errors.NotConnected;
import io.clawhub.client.message.Message;
import io.clawhub.client.message.OutgoingMessage;
import io.clawhub.client.message.Status;
import io.clawhub.client.store.MessageStore;

/**
 * One agent on a hub of the Claw Chat Hub protocol. Connects when first needed, and comes back by itself after a drop. A message
 * without an answer goes out again under the same id, in order for each target; one that arrives again is handed on once.
 *
 * <p>It keeps everything in memory, unless it is given a {@linkplain ChatClientBuilder#workspace workspace}: then what it sends
 * is on disk before it is written to the hub and goes out after a restart, and what it received and did not handle is
 * handed on after a restart, at least once.
 *
 * <p>Callbacks and subscribers run one at a time, in the order of arrival, and may block or call any method. Register
 * them before {@link #connect()}, or messages that were waiting in the hub may pass unseen. Futures complete on the
 * threads of callbacks, in any order.
 *
 * <p>Failures: a {@link ClientException} with a code, such as {@link io.clawhub.client.errors.HubRefused}; a
 * {@link TimeoutException} when no answer came in time, which leaves open whether the hub acted. A send that timed out
 * may be repeated under the same message id. With a workspace, what timed out or was refused stays in the outbox: the former is
 * still sent, the latter when it is passed here again under its id; {@code IMClient.listFailed} shows it.
 */
public final class ChatClient implements AutoCloseable {

    private final ChatClientBuilder settings;
    private final MessageStore store;
    private final ChatLink link;
    private final ChatSends sends;
    private final ChatReceiving receiving;
    private final UserCode userCode;
    private final ChatCallbacks callbacks = new ChatCallbacks();
    private final AtomicBoolean closed = new AtomicBoolean();
    private boolean open;

    ChatClient(ChatClientBuilder settings) {
        this.settings = settings;
        this.store = settings.store();
        this.link = new ChatLink(settings, store, this::end, callbacks);
        this.userCode = link.userCode();
        this.sends = new ChatSends(store, link, settings.hasWorkspace());
        this.receiving = new ChatReceiving(settings, store, link);
        link.handlers(sends.outbound(), receiving.inbound());
    }

    /** Settings for a new client. */
    public static ChatClientBuilder builder() {
        return new ChatClientBuilder();
    }

    /** Connects, says one thing, and goes: blocks until the hub has it. */
    public static SendResult quickSend(String hubUrl, String agentId, String targetAgent, String content) {
        try (ChatClient client = builder().url(hubUrl).agentId(agentId).build()) {
            return client.blocking().sendMessage(targetAgent, content);
        }
    }

    /** The same calls, which wait for their results. */
    public BlockingChatClient blocking() {
        return new BlockingChatClient(this);
    }

    /** The id others reach this agent by. */
    public String agentId() {
        return settings.agentId();
    }

    /**
     * Connects, unless it has. Fails when that took longer than the time-out, and goes on trying; fails for good when the hub
     * refuses the credential or the version.
     */
    public CompletableFuture<Void> connect() {
        if (closed.get()) {
            return CompletableFuture.failedFuture(new NotConnected("this client is closed"));
        }
        try {
            open();
        } catch (ClientException e) {
            return CompletableFuture.failedFuture(e);
        }
        return link.connect();
    }

    /**
     * Goes offline. What waits for an answer fails; {@link #connect()} or any other call comes back. With a workspace what is
     * not sent yet stays there, and is sent then.
     */
    public void disconnect() {
        NotConnected why = new NotConnected("this client was disconnected");
        link.close(why);
        sends.end(why);
    }

    /**
     * Goes offline for good, waiting up to 2 s for the hub's goodbye. With a workspace it also lets a running callback finish, for up to
     * 5 s; what waits for the next one is handed on after the next start.
     */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        disconnect();
        if (settings.hasWorkspace()) {
            receiving.close();
        }
        userCode.run(callbacks::closed);
        userCode.closed();
        sends.outbound().close();
        if (settings.hasWorkspace()) {
            store.close();
        }
    }

    /** Sends text to an agent. See {@link #sendMessage(OutgoingMessage)}. */
    public CompletableFuture<SendResult> sendMessage(String targetAgent, String content) {
        return sendMessage(OutgoingMessage.to(targetAgent, content));
    }

    /** Sends text to an agent through a service, in a conversation; either may be null. */
    public CompletableFuture<SendResult> sendMessage(
            String targetAgent, String content, String serviceId, String channelId) {
        return sendMessage(new OutgoingMessage(
                null, targetAgent, channelId, serviceId, OutgoingMessage.TEXT, content, null, null, null, null));
    }

    /**
     * Sends a message. Messages to one target are sent in the order of the calls. With acks the future completes when the hub
     * has the message durably; without, and on hubs that do not acknowledge, when it is written to the socket.
     */
    public CompletableFuture<SendResult> sendMessage(OutgoingMessage outgoing) {
        if (outgoing.to() == null && outgoing.serviceId() == null && outgoing.conversationId() == null) {
            return CompletableFuture.failedFuture(
                    new IllegalArgumentException("a target, a service or a conversation is needed"));
        }
        if (closed.get()) {
            return CompletableFuture.failedFuture(new NotConnected("this client is closed"));
        }
        OutgoingMessage message = outgoing.clientMsgId() == null ? outgoing.withClientMsgId(newId("msg_")) : outgoing;
        try {
            open();
        } catch (ClientException e) {
            return CompletableFuture.failedFuture(e);
        }
        link.wake();
        return sends.send(message, settings.timeout())
                .thenApply(accepted -> new SendResult(
                        accepted.status() == Status.DELIVERED
                                ? SendResult.DELIVERED
                                : accepted.status() == Status.SENT ? SendResult.PENDING : SendResult.SENT,
                        accepted.clientMsgId(),
                        accepted.conversationId()));
    }

    /**
     * Asks a service's provider for a session; the provider may be null. Completes when it is settled, with status {@code timeout}
     * when nobody settled it in time.
     */
    public CompletableFuture<RequestResult> requestChat(String serviceId, String providerId) {
        Map<String, Object> fields = Fields.of("service_id", serviceId, "provider_id", providerId);
        return ask("channel_request", fields, settings.requestTimeout())
                .thenApply(body -> result(body, RequestResult.REJECTED))
                .exceptionally(failure -> {
                    if (unwrapped(failure) instanceof TimeoutException) {
                        return new RequestResult(RequestResult.TIMEOUT, null, null);
                    }
                    throw new CompletionException(unwrapped(failure));
                });
    }

    /** Opens the session that the consumer asked for; without a channel, its oldest request. */
    public CompletableFuture<RequestResult> acceptChat(String consumerId, String channelId) {
        Map<String, Object> fields = Fields.of("consumer_id", consumerId, "conversation_id", channelId);
        return settle("channel_accept", fields, RequestResult.ACCEPTED);
    }

    /** Refuses the session that the consumer asked for. */
    public CompletableFuture<RequestResult> rejectChat(String consumerId, String reason) {
        String why = reason == null ? "Service unavailable" : reason;
        return settle("channel_reject", Fields.of("consumer_id", consumerId, "reason", why), RequestResult.REJECTED);
    }

    /** Ends a session. Ending it again has no effect. */
    public CompletableFuture<RequestResult> endChat(String channelId) {
        return settle("channel_end", Fields.of("conversation_id", channelId), RequestResult.ENDED);
    }

    /** Offers a service under this agent's name. Registering it again is harmless. */
    public CompletableFuture<Registered> registerService(Service service) {
        Map<String, Object> fields =
                Fields.of("service_id", service.id(), "name", service.name(), "description", service.description());
        return ask("service_register", fields, settings.timeout())
                .thenApply(body -> new Registered(text(body, "service_id"), text(body, "conversation_id")));
    }

    /** The newest messages of a conversation the agent takes part in, oldest first. */
    public CompletableFuture<List<Message>> getHistory(HistoryQuery query) {
        Map<String, Object> fields = Fields.of(
                "conversation_id", query.channelId(), "service_id", query.serviceId(), "limit", query.limit());
        return ask("history", fields, settings.timeout()).thenApply(ChatClient::messagesOf);
    }

    /** As {@link #getHistory}. */
    public CompletableFuture<List<Message>> history(HistoryQuery query) {
        return getHistory(query);
    }

    /** Time to the hub and back; a little less if a heartbeat was on its way. */
    public CompletableFuture<Duration> ping() {
        return connect().thenCompose(connected -> link.ping());
    }

    /**
     * Messages as they arrive, from the time of the subscription; completes when the client is closed. Every subscriber gets each
     * message; one that does not ask for more holds up the others and, once the inbox is full, the reading.
     */
    public Flow.Publisher<Message> messages() {
        return userCode.messages();
    }

    /** Calls back for each message. What the callback throws goes to {@link #onError}. */
    public ChatClient onMessage(Consumer<Message> callback) {
        userCode.onMessage(callback);
        return this;
    }

    /** Calls back when somebody asks for a session. */
    public ChatClient onChatRequest(Consumer<ChatRequest> callback) {
        callbacks.onChatRequest(callback);
        return this;
    }

    /** Calls back when somebody else ended a session. */
    public ChatClient onChatEnd(Consumer<ChatEnd> callback) {
        callbacks.onChatEnd(callback);
        return this;
    }

    /** Calls back for what answers no call: the hub's error frames, unreadable frames, failing callbacks, a refused login. */
    public ChatClient onError(Consumer<Throwable> callback) {
        userCode.onError(callback);
        return this;
    }

    /** Calls back when the connection stands differently; with the cause, if there is one, else null. */
    public ChatClient onConnection(BiConsumer<ConnectionState, Throwable> callback) {
        callbacks.onConnection(callback);
        return this;
    }

    /** Calls back once, after the last message, when the client is closed. */
    public ChatClient onClose(Runnable callback) {
        callbacks.onClose(callback);
        return this;
    }

    /** Where the connection stands. */
    public ConnectionState status() {
        return link.state();
    }

    private CompletableFuture<Map<String, Object>> ask(String type, Map<String, Object> fields, Duration timeout) {
        return connect().thenCompose(connected -> link.ask(type, fields, timeout));
    }

    /** Hubs that acknowledge answer this; to others it is only said. */
    private CompletableFuture<RequestResult> settle(String type, Map<String, Object> fields, String status) {
        return connect().thenCompose(connected -> {
            if (link.answersSends()) {
                return link.ask(type, fields, settings.timeout()).thenApply(body -> result(body, status));
            }
            String channel = text(fields, "conversation_id");
            return link.notice(type, fields)
                    .thenApply(written -> new RequestResult(status, channel, text(fields, "reason")));
        });
    }

    private static RequestResult result(Map<String, Object> body, String otherwise) {
        String status = text(body, "status");
        return new RequestResult(
                status == null ? otherwise : status, text(body, "conversation_id"), text(body, "reason"));
    }

    private static List<Message> messagesOf(Map<String, Object> body) {
        return body.get("messages") instanceof List<?> list
                ? list.stream().map(Message.class::cast).toList()
                : List.of();
    }

    private static String text(Map<String, Object> body, String field) {
        Object value = body.get(field);
        return value == null ? null : value.toString();
    }

    private static Throwable unwrapped(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }

    /** Takes the workspace, if there is one and that has not happened. */
    private synchronized void open() {
        if (!open) {
            store.open(Duration.ZERO);
            open = true;
            sends.outbound().start();
            receiving.backlog();
        }
    }

    /** The hub refuses this client for good. */
    private void end(ClientException why) {
        sends.end(why);
    }

    static String newId(String prefix) {
        long bits = ThreadLocalRandom.current().nextLong() & 0xFFFF_FFFF_FFFFL;
        return prefix + String.format("%012x", bits);
    }
}
