package io.clawhub.client;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;

import io.clawhub.client.connection.ClientThreads;
import io.clawhub.client.connection.ConnectionState;
import io.clawhub.client.connection.HeaderText;
import io.clawhub.client.errors.NotConnected;
import io.clawhub.client.files.HubFiles;
import io.clawhub.client.message.Contact;
import io.clawhub.client.message.Direction;
import io.clawhub.client.message.Message;
import io.clawhub.client.store.MessageStore;

/** The parts of one {@link IMClient}, and their common life. */
final class ClientCore {

    /** People may have to be asked. */
    private static final Duration CHANNEL_ANSWER = Duration.ofSeconds(30);

    final IMClientBuilder settings;
    final MessageStore store;
    final Topics topics;
    final Session session;
    final Sending sending;
    final Receiving receiving;
    private volatile Configured configured;
    private HubFiles files;
    private boolean open;
    private boolean closed;

    ClientCore(IMClientBuilder settings) {
        this.settings = settings;
        this.store = settings.parts.store(settings);
        this.topics = new Topics(ClientThreads.callbacks());
        this.session = new Session(settings, topics);
        this.sending = new Sending(settings, store, session, topics);
        this.receiving = new Receiving(settings, store, session, topics);
        session.handlers(sending.outbound(), receiving.inbound(), sending);
    }

    /** Takes the workspace, if that has not happened. */
    synchronized void open() {
        if (closed) {
            throw new IllegalStateException("this client is closed");
        }
        if (!open) {
            store.open(settings.waitLock);
            sending.outbound().start();
            configured = Configured.of(settings, store);
            open = true;
            receiving.open(configured.mode());
        }
    }

    boolean connect(Duration timeout) {
        open();
        try {
            Blocking.get(session.connect(configured), timeout, "not online yet");
            return true;
        } catch (NotConnected e) {
            return false; // it keeps trying
        }
    }

    CompletableFuture<ChannelOutcome> requestChannel(Map<String, Object> fields) {
        Duration limit =
                settings.requestTimeout.compareTo(CHANNEL_ANSWER) > 0 ? settings.requestTimeout : CHANNEL_ANSWER;
        return session.request("channel_request", fields, limit)
                .thenApply(ChannelOutcome::of)
                .exceptionally(failure -> {
                    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
                    if (cause instanceof TimeoutException) {
                        return ChannelOutcome.TIMEOUT;
                    }
                    throw Blocking.unwrapped(failure);
                });
    }

    @SuppressWarnings("unchecked") // the wire gives messages as Message
    List<Message> remoteHistory(String conversationId, int limit, String before) {
        open();
        Map<String, Object> body = Blocking.get(
                session.request(
                        "history", Fields.of("conversation_id", conversationId, "before", before, "limit", limit)),
                settings.requestTimeout.plusSeconds(1),
                "the hub did not answer");
        List<Message> messages = (List<Message>) body.getOrDefault("messages", List.of());
        // Not what others said: it may still be to be delivered, and would count as handled.
        messages.stream()
                .filter(message -> message.direction() == Direction.OUT)
                .forEach(this::keep);
        return messages;
    }

    /** Files go over HTTP, beside the connection. */
    synchronized HubFiles files() {
        if (files == null) {
            Configured now = configured;
            files = new HubFiles(
                    now.server(), () -> headers(now), settings.directory().resolve("im_client/attachments"));
        }
        return files;
    }

    private Map<String, String> headers(Configured now) {
        Map<String, String> headers = new HashMap<>(now.credential().headers());
        headers.put("X-Agent-Id", HeaderText.of(settings.agentId));
        return headers;
    }

    Contact addContact(String contactId, String name, String description) {
        open();
        Instant now = Instant.now();
        Contact contact = store.contact(contactId)
                .map(known -> new Contact(
                        contactId,
                        name,
                        description,
                        known.kind(),
                        known.conversationId(),
                        known.blocked(),
                        known.metadata(),
                        known.createdAt(),
                        now,
                        known.lastMessageAt()))
                .orElseGet(() ->
                        new Contact(contactId, name, description, "agent", null, false, Map.of(), now, now, null));
        Blocking.disk(store.putContact(contact));
        return contact;
    }

    void close() {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
        }
        if (open) {
            receiving.close();
            if (session.state() == ConnectionState.ONLINE) {
                Blocking.until(sending.outbound()::isEmpty, settings.closeTimeout);
            }
        }
        session.close();
        topics.runs.close();
        sending.outbound().close();
        store.close();
    }

    private void keep(Message message) {
        store.receive(message, false)
                .thenCompose(kept -> kept.receipt() == null
                        ? CompletableFuture.completedFuture(List.of())
                        : store.complete(List.of(kept.receipt())))
                .whenComplete((done, failure) -> {
                    if (failure != null) {
                        topics.notices.error(failure);
                    }
                });
    }
}
