package io.clawhub.client;

import java.time.Duration;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

import io.clawhub.client.connection.ConnectionState;
import io.clawhub.client.files.HubFiles;
import io.clawhub.client.message.Contact;
import io.clawhub.client.message.Message;
import io.clawhub.client.message.OutgoingMessage;
import io.clawhub.client.message.PendingMessage;

/**
 * One agent's client: a workspace on disk and a connection to the hub.
 *
 * <pre>{@code
 * try (IMClient client = new IMClient("~/.gateway/workspaces/agent_001", "http://127.0.0.1:8080", "agent_001")) {
 *     client.onMessage(message -> client.sendMessage(message.from(), "You said: " + message.text()));
 *     client.connect();
 *     client.sendMessage("agent_002", "Hello");
 *     Thread.sleep(60_000);
 * }
 * }</pre>
 *
 * <p>What is sent is on disk when the call returns, and reaches the hub once, in the order of the calls for each conversation, however
 * often the connection breaks or the process restarts. What is received is on disk before the hub is told so, and reaches
 * the agent's code at least once: {@link Message#id()} is the key to recognise a repeat by.
 *
 * <p>All calls may be made from any thread, callbacks included. Callbacks may block. {@code onMessage} callbacks run one at a time for each
 * conversation, the others one at a time for each client. Futures complete on a thread of the client: do not block it.
 * Whatever goes wrong is one of {@link io.clawhub.client.errors}.
 */
public final class IMClient extends HubCalls implements AutoCloseable {

    /** As {@code IMClient(workspace_path, im_server_url, agent_id)}: touches neither network nor disk. */
    public IMClient(String workspacePath, String imServerUrl, String agentId) {
        this(builder().workspace(workspacePath).serverUrl(imServerUrl).agentId(agentId));
    }

    IMClient(IMClientBuilder settings) {
        super(new ClientCore(settings));
    }

    /** Settings for a new client. */
    public static IMClientBuilder builder() {
        return new IMClientBuilder();
    }

    /** Who takes the messages. */
    public enum Mode {
        /** Callbacks, once one is registered; until then they wait for {@link #getPendingMessages()} or for a callback. */
        AUTO,
        /** Callbacks only. */
        INTERACTIVE,
        /** {@link #getPendingMessages()} only: a callback is a hint that something waits. */
        EMPLOYEE
    }

    /** How far a message must have come before {@code sendMessage} returns. */
    public enum Wait {
        /** On disk. */
        QUEUED,
        /** The hub has it. */
        SENT,
        /** A client of the recipient stored it. */
        DELIVERED
    }

    /** How handed out messages are acknowledged. */
    public enum AckMode {
        /** The next call, or a clean close, completes them. */
        NEXT_POLL,
        /** Each by {@link #complete} or {@link #release}. */
        MANUAL,
        /** Not at all: only looks. */
        PEEK
    }

    /** Undoes a registration. Repeating it has no effect. */
    public interface Registration extends AutoCloseable {
        @Override
        void close();
    }

    /** Sends that the hub refused, and messages whose handling failed five times. */
    public record Failed(List<Message> sends, List<PendingMessage> pending) {}

    /** A reply that grows: what is appended is shown at once; {@code finish} makes it an ordinary, durable message. */
    public interface StreamReply {
        /** Shows more text. Without a connection it is only kept for the end. */
        void append(String text);

        /** The whole becomes a message, on disk when the call returns. */
        Message finish();

        /** Nothing becomes of it. */
        void fail(String reason);

        /** Whether somebody asked to stop: end it with what there is, or fail it. */
        boolean isCancelled();
    }

    /** The id others reach this agent by. */
    public String agentId() {
        return core.settings.agentId;
    }

    /** As {@link #connect(Duration)}, with 10 s. */
    public boolean connect() {
        return connect(Duration.ofSeconds(10));
    }

    /**
     * Opens the workspace and connects. Repeating it has no effect while there is a connection.
     *
     * @return true when online, with everything that was missed stored here; false: works offline, keeps trying
     * @throws io.clawhub.client.errors.WorkspaceLocked when another process has the workspace open
     * @throws io.clawhub.client.errors.WorkspaceMismatch when it is another agent's
     * @throws io.clawhub.client.errors.Corrupt when its configuration cannot be read
     * @throws io.clawhub.client.errors.AuthError when the hub refuses the API key, or the id is somebody else's
     * @throws io.clawhub.client.errors.ProtocolVersionError when the hub speaks another version
     * @throws io.clawhub.client.errors.Replaced when another process connected with the same client id
     */
    public boolean connect(Duration timeout) {
        return core.connect(timeout);
    }

    /** Where the connection stands. */
    public ConnectionState status() {
        return core.session.state();
    }

    /**
     * Says something to an agent: on disk when the call returns, with or without a connection. Tags such as
     * {@code <at user_id="agent_002">Assistant</at>} in the text become mentions.
     *
     * @return the message, with its {@code clientMsgId}; its {@code id} is the hub's once it is sent
     * @throws io.clawhub.client.errors.QueueFull when 1000 messages wait to be sent
     * @throws io.clawhub.client.errors.StorageFull when the disk is full
     * @throws io.clawhub.client.errors.MessageTooLarge when the text is longer than the hub takes
     */
    public Message sendMessage(String to, String text) {
        return sendMessage(OutgoingMessage.to(to, text));
    }

    /** As {@link #sendMessage(String, String)}, for what needs more than a text. */
    public Message sendMessage(OutgoingMessage message) {
        return sendMessage(message, Wait.QUEUED, Duration.ZERO);
    }

    /**
     * Says something, and waits. A message with a {@code clientMsgId} is said once, however often it is passed here.
     *
     * @throws io.clawhub.client.errors.NotConnected when it did not come so far in time; it stays in the outbox and is sent later
     * @throws io.clawhub.client.errors.UnknownContact when the hub knows nobody of this id
     * @throws io.clawhub.client.errors.HubRefused when the hub refused it for another reason; see {@link #listFailed}
     */
    public Message sendMessage(OutgoingMessage message, Wait wait, Duration timeout) {
        core.open();
        return core.sending.send(message, wait, timeout);
    }

    /**
     * Handles messages. The first registration gets what waits, oldest first, then what comes. A message is done when all callbacks
     * returned; if one throws, it comes again after 1 s, 5 s, then 30 s, and after five attempts is in {@link #listFailed}.
     */
    public Registration onMessage(Consumer<Message> callback) {
        return core.receiving.onMessage(callback);
    }

    /** As {@link #getPendingMessages(int, AckMode, Duration)}: up to 100, done with the next call, leased for 5 minutes. */
    public List<PendingMessage> getPendingMessages() {
        return getPendingMessages(100, AckMode.NEXT_POLL, Duration.ofMinutes(5));
    }

    /**
     * Hands out waiting messages, oldest first. What is not done when its lease ends, or when the process crashes, is handed out
     * again, up to five times.
     */
    public List<PendingMessage> getPendingMessages(int limit, AckMode mode, Duration lease) {
        core.open();
        return core.receiving.pending(limit, mode, lease);
    }

    /** Waits until something is pending. False: nothing came. */
    public boolean waitPending(Duration timeout) {
        core.open();
        return core.receiving.await(timeout);
    }

    /** This one is done. False if its lease has ended: somebody else may have it. */
    public boolean complete(String receipt) {
        return core.receiving.complete(receipt);
    }

    /** This one is handed out again after the delay. False if its lease has ended. */
    public boolean release(String receipt, Duration delay) {
        return core.receiving.release(receipt, delay);
    }

    /** This one takes so much longer. False if its lease has ended. */
    public boolean extend(String receipt, Duration lease) {
        return Blocking.disk(core.store.extend(receipt, lease));
    }

    /** What was given up. */
    public Failed listFailed() {
        return new Failed(core.sending.failed(), core.store.dead());
    }

    /** Another try for what was given up: the {@code clientMsgId} of a send, or the id of a received message. */
    public boolean retry(String id) {
        core.open();
        return core.sending.retry(id) || core.receiving.revive(id);
    }

    /** Takes a message back that is not on its way yet. False if it is too late. */
    public boolean cancelSend(String clientMsgId) {
        core.open();
        return core.sending.cancel(clientMsgId);
    }

    /** As {@link #getConversationHistory(String, int)}: the newest 50. */
    public List<Message> getConversationHistory(String contactId) {
        return getConversationHistory(contactId, 50);
    }

    /** The newest messages with a contact, oldest first, from the workspace: also offline and before {@code connect}. */
    public List<Message> getConversationHistory(String contactId, int limit) {
        return core.store.history(core.store.conversationWith(contactId), limit, null);
    }

    /**
     * Of a conversation by its id, oldest first.
     *
     * @param before the id of the message that the page ends before; null: the newest
     * @param remote asks the hub, and keeps what was missing here
     * @throws io.clawhub.client.errors.NotConnected when the hub is asked and there is none
     */
    public List<Message> getHistory(String conversationId, int limit, String before, boolean remote) {
        return remote
                ? core.remoteHistory(conversationId, limit, before)
                : core.store.history(conversationId, limit, before);
    }

    /** Adds a contact, or changes its name and description: durable on return. */
    public Contact addContact(String contactId, String name, String description) {
        return core.addContact(contactId, name, description);
    }

    /** Replaces a contact: durable on return. Nothing a blocked contact says reaches the agent's code. */
    public void updateContact(Contact contact) {
        core.open();
        Blocking.disk(core.store.putContact(contact));
    }

    /** Removes a contact; the history stays. False if there was none. */
    public boolean removeContact(String contactId) {
        core.open();
        return Blocking.disk(core.store.removeContact(contactId));
    }

    /** One contact, or null. */
    public Contact getContact(String contactId) {
        return core.store.contact(contactId).orElse(null);
    }

    /** All contacts, by name. */
    public List<Contact> listContacts() {
        return core.store.contacts();
    }

    /** This agent has read the conversation up to here: its sender sees so. */
    public void markRead(String conversationId, long seq) {
        core.open();
        Blocking.disk(core.store.read(conversationId, seq));
        // To the hub this says as well that all of it is stored here: no further than that is true.
        long stored = core.store.cursors().getOrDefault(conversationId, 0L);
        if (stored > 0) {
            core.session.markRead(conversationId, Math.min(seq, stored));
        }
    }

    /** A message this agent sent has come further: sent, delivered, read, or failed. */
    public Registration onStatus(Consumer<Message> callback) {
        return core.topics.status.add(callback);
    }

    /** The connection stands differently. The cause is null unless the state has one. */
    public Registration onConnection(BiConsumer<ConnectionState, Throwable> callback) {
        return core.topics.connection.add(standing -> callback.accept(standing.state(), standing.cause()));
    }

    /** What goes wrong where no call could throw it, exceptions of callbacks included. */
    public Registration onError(Consumer<Throwable> callback) {
        return core.topics.notices.onError(callback);
    }

    /** Files that go with messages. */
    public HubFiles files() {
        core.open();
        return core.files();
    }

    /**
     * Lets running callbacks finish, completes what the last poll handed out, gives unsent messages up to 5 s if the hub is there,
     * says goodbye, and gives the workspace back. What is still unsent goes out after the next start. Repeating it has no effect.
     */
    @Override
    public void close() {
        core.close();
    }
}
