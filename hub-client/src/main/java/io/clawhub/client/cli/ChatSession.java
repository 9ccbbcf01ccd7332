package io.clawhub.client.cli;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

import io.clawhub.client.ChannelOutcome;
import io.clawhub.client.IMClient.AckMode;
import io.clawhub.client.IMClient.Wait;
import io.clawhub.client.connection.ConnectionState;
import io.clawhub.client.files.ProgressListener;
import io.clawhub.client.message.Attachment;
import io.clawhub.client.message.Contact;
import io.clawhub.client.message.Message;
import io.clawhub.client.message.OutgoingMessage;
import io.clawhub.client.message.PendingMessage;
import io.clawhub.client.wire.WireEvent;

/** What the commands need of a client. Errors are those of {@code io.clawhub.client.errors}. */
interface ChatSession extends AutoCloseable {

    /** Makes sessions; nothing is opened yet. */
    interface Factory {
        ChatSession open(Settings settings);
    }

    /**
     * Who talks to which hub.
     *
     * @param url the hub
     * @param agentId who
     * @param token the API key, or null: the workspace knows it, or none is needed
     * @param workspace the directory that holds {@code im_client/}
     */
    record Settings(String url, String agentId, String token, Path workspace) {}

    String agentId();

    /** Online and caught up on return; fails with {@code NotConnected}, which says why. */
    void connect(Duration timeout);

    Message send(OutgoingMessage message, Wait wait, Duration timeout);

    Attachment upload(Path file, ProgressListener progress);

    Path download(Attachment attachment, ProgressListener progress);

    void onMessage(Consumer<Message> callback);

    void onStatus(Consumer<Message> callback);

    void onTyping(Consumer<WireEvent.Typing> callback);

    void onChannel(Consumer<WireEvent.ChannelChanged> callback);

    void onConnection(BiConsumer<ConnectionState, Throwable> callback);

    void watchPresence(String agentId, Consumer<WireEvent.PresenceChanged> callback);

    void markRead(String conversationId, long seq);

    /** The newest messages, oldest first; {@code before} is a message id or null. Asks the hub too when {@code remote}. */
    List<Message> history(Target target, int limit, String before, boolean remote);

    List<PendingMessage> pending(int limit, AckMode mode);

    boolean waitPending(Duration timeout);

    boolean complete(String receipt);

    boolean release(String receipt);

    List<Contact> contacts();

    Contact addContact(String id, String name, String description);

    boolean removeContact(String id);

    ChannelOutcome requestChannel(String providerId, String serviceId, String message);

    ChannelOutcome acceptChannel(String conversationId, String message);

    ChannelOutcome rejectChannel(String conversationId, String reason);

    ChannelOutcome endChannel(String conversationId, String reason);

    /** Its conversation id. */
    String createGroup(String name, List<String> members);

    void addMembers(String conversationId, List<String> members);

    void removeMembers(String conversationId, List<String> members);

    void leaveGroup(String conversationId);

    List<String> members(String conversationId);

    @Override
    void close();
}
