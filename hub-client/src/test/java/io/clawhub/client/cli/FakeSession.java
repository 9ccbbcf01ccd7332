package io.clawhub.client.cli;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

import io.clawhub.client.ChannelOutcome;
import io.clawhub.client.IMClient.AckMode;
import io.clawhub.client.IMClient.Wait;
import io.clawhub.client.connection.ConnectionState;
import io.clawhub.client.files.ProgressListener;
import io.clawhub.client.message.Attachment;
import io.clawhub.client.message.Contact;
import io.clawhub.client.message.Direction;
import io.clawhub.client.message.Message;
import io.clawhub.client.message.OutgoingMessage;
import io.clawhub.client.message.PendingMessage;
import io.clawhub.client.message.Status;
import io.clawhub.client.wire.WireEvent;

/** A session without a hub: notes what it was asked, and answers as told. */
final class FakeSession implements ChatSession {

    final List<String> calls = new CopyOnWriteArrayList<>();
    final List<OutgoingMessage> said = new CopyOnWriteArrayList<>();
    final List<PendingMessage> pending = new ArrayList<>();
    final List<Message> kept = new ArrayList<>();
    final List<Contact> contacts = new ArrayList<>();

    Settings settings;
    /** Thrown by {@code connect}. */
    RuntimeException noConnection;
    /** Thrown by everything that asks the hub. */
    RuntimeException refusal;
    /** How far a send comes at once. */
    Status reached = Status.SENT;
    /** Told of each message that was said in a talk. */
    Status reported = Status.SENT;

    ChannelOutcome settled = new ChannelOutcome("ch_0123456789abcdef", "accepted", null);
    /** What happens right after the connection is there. */
    Runnable whenConnected = () -> {};

    private Consumer<Message> onMessage = message -> {};
    private Consumer<Message> onStatus = message -> {};
    private Consumer<WireEvent.ChannelChanged> onChannel = change -> {};

    static Message message(String id, String from, String to, String text) {
        return new Message(
                id,
                "c-" + id,
                "dc_0123456789abcdef",
                "direct",
                7,
                from,
                to,
                "text",
                text,
                Instant.parse("2026-01-02T03:04:05Z"),
                null,
                null,
                null,
                null,
                null,
                Map.of(),
                null,
                Direction.IN,
                null);
    }

    void arrive(Message message) {
        onMessage.accept(message);
    }

    void change(WireEvent.ChannelChanged change) {
        onChannel.accept(change);
    }

    @Override
    public String agentId() {
        return settings.agentId();
    }

    @Override
    public void connect(Duration timeout) {
        calls.add("connect");
        if (noConnection != null) {
            throw noConnection;
        }
        whenConnected.run();
    }

    @Override
    public Message send(OutgoingMessage message, Wait wait, Duration timeout) {
        calls.add("send " + wait);
        refuse();
        said.add(message);
        Message out = out(message, wait == Wait.QUEUED ? Status.QUEUED : reached);
        if (wait == Wait.QUEUED && reported != null) {
            // Before the call returns, as it may happen with a fast hub.
            onStatus.accept(out(message, reported));
        }
        return out;
    }

    private static Message out(OutgoingMessage message, Status status) {
        String id = Objects.requireNonNullElse(message.clientMsgId(), "msg_1");
        return new Message(
                id,
                id,
                message.conversationId(),
                null,
                0,
                "me",
                message.to(),
                "text",
                message.text(),
                null,
                Instant.parse("2026-01-02T03:04:05Z"),
                message.serviceId(),
                message.replyTo(),
                null,
                message.attachments(),
                null,
                null,
                Direction.OUT,
                status);
    }

    @Override
    public Attachment upload(Path file, ProgressListener progress) {
        calls.add("upload " + file.getFileName());
        progress.progress(50, 100);
        progress.progress(100, 100);
        return new Attachment("att_1", file.getFileName().toString(), "text/plain", 100, "0".repeat(64));
    }

    @Override
    public Path download(Attachment attachment, ProgressListener progress) {
        calls.add("download " + attachment.id());
        return Path.of("somewhere");
    }

    @Override
    public void onMessage(Consumer<Message> callback) {
        onMessage = callback;
    }

    @Override
    public void onStatus(Consumer<Message> callback) {
        onStatus = callback;
    }

    @Override
    public void onTyping(Consumer<WireEvent.Typing> callback) {
        calls.add("onTyping");
    }

    @Override
    public void onChannel(Consumer<WireEvent.ChannelChanged> callback) {
        onChannel = callback;
    }

    @Override
    public void onConnection(BiConsumer<ConnectionState, Throwable> callback) {
        calls.add("onConnection");
    }

    @Override
    public void watchPresence(String agentId, Consumer<WireEvent.PresenceChanged> callback) {
        callback.accept(new WireEvent.PresenceChanged(agentId, "online", null));
    }

    @Override
    public void markRead(String conversationId, long seq) {
        calls.add("read " + seq);
    }

    @Override
    public List<Message> history(Target target, int limit, String before, boolean remote) {
        calls.add("history " + target.name() + " " + limit + " " + before + " " + remote);
        return kept;
    }

    @Override
    public List<PendingMessage> pending(int limit, AckMode mode) {
        calls.add("pending " + limit + " " + mode);
        List<PendingMessage> batch = List.copyOf(pending.subList(0, Math.min(limit, pending.size())));
        if (mode == AckMode.MANUAL) {
            pending.removeAll(batch);
        }
        return batch;
    }

    @Override
    public boolean waitPending(Duration timeout) {
        throw new IllegalStateException("waits for ever: " + calls);
    }

    @Override
    public boolean complete(String receipt) {
        calls.add("complete " + receipt);
        return true;
    }

    @Override
    public boolean release(String receipt) {
        calls.add("release " + receipt);
        return true;
    }

    @Override
    public List<Contact> contacts() {
        return contacts;
    }

    @Override
    public Contact addContact(String id, String name, String description) {
        calls.add("add " + id + " " + name + " " + description);
        return contact(id, name, description);
    }

    static Contact contact(String id, String name, String description) {
        return new Contact(id, name, description, "agent", null, false, null, null, null, null);
    }

    @Override
    public boolean removeContact(String id) {
        return contacts.removeIf(contact -> contact.contactId().equals(id));
    }

    @Override
    public ChannelOutcome requestChannel(String providerId, String serviceId, String message) {
        calls.add("request " + providerId + " " + serviceId + " " + message);
        refuse();
        return settled;
    }

    @Override
    public ChannelOutcome acceptChannel(String conversationId, String message) {
        calls.add("accept " + conversationId + " " + message);
        return settled;
    }

    @Override
    public ChannelOutcome rejectChannel(String conversationId, String reason) {
        calls.add("reject " + conversationId + " " + reason);
        return settled;
    }

    @Override
    public ChannelOutcome endChannel(String conversationId, String reason) {
        calls.add("end " + conversationId + " " + reason);
        return settled;
    }

    @Override
    public String createGroup(String name, List<String> members) {
        calls.add("create " + name + " " + members);
        return "gc_1";
    }

    @Override
    public void addMembers(String conversationId, List<String> members) {
        calls.add("members+ " + members);
    }

    @Override
    public void removeMembers(String conversationId, List<String> members) {
        calls.add("members- " + members);
    }

    @Override
    public void leaveGroup(String conversationId) {
        calls.add("leave " + conversationId);
    }

    @Override
    public List<String> members(String conversationId) {
        return List.of("alice", "bob");
    }

    @Override
    public void close() {
        calls.add("close");
    }

    private void refuse() {
        if (refusal != null) {
            throw refusal;
        }
    }
}
