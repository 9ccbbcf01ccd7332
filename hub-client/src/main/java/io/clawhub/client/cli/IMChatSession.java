package io.clawhub.client.cli;

import java.net.ConnectException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

import io.clawhub.client.ChannelOutcome;
import io.clawhub.client.IMClient;
import io.clawhub.client.IMClient.AckMode;
import io.clawhub.client.IMClient.Wait;
import io.clawhub.client.connection.ConnectionState;
import io.clawhub.client.errors.ClientException;
import io.clawhub.client.errors.NotConnected;
import io.clawhub.client.files.ProgressListener;
import io.clawhub.client.message.Attachment;
import io.clawhub.client.message.Contact;
import io.clawhub.client.message.Message;
import io.clawhub.client.message.OutgoingMessage;
import io.clawhub.client.message.PendingMessage;
import io.clawhub.client.wire.WireEvent;

/** A session of a real client. */
final class IMChatSession implements ChatSession {

    /** The hub settles a request within 25 s, everything else within a few. */
    private static final Duration ANSWER = Duration.ofSeconds(40);

    private static final Duration LEASE = Duration.ofMinutes(5);

    private final IMClient client;
    private volatile Throwable lastTrouble;

    private IMChatSession(IMClient client) {
        this.client = client;
        client.onConnection((state, cause) -> lastTrouble = cause == null ? lastTrouble : cause);
    }

    static ChatSession open(Settings settings) {
        return new IMChatSession(IMClient.builder()
                .serverUrl(settings.url())
                .agentId(settings.agentId())
                .token(settings.token())
                .workspace(settings.workspace().toString())
                .build());
    }

    @Override
    public String agentId() {
        return client.agentId();
    }

    @Override
    public void connect(Duration timeout) {
        if (!client.connect(timeout)) {
            Throwable trouble = lastTrouble;
            String reason = trouble == null ? "no answer within " + timeout.toSeconds() + " s" : reason(trouble);
            throw new NotConnected(reason, trouble);
        }
    }

    /** The first cause says most: what is around it only says that the connection broke. */
    private static String reason(Throwable trouble) {
        Throwable first = trouble;
        while (first.getCause() != null) {
            first = first.getCause();
        }
        if (first instanceof ConnectException || first instanceof ClosedChannelException) {
            return "nothing listens there";
        }
        if (first instanceof UnresolvedAddressException) {
            return "no machine has this name";
        }
        String said = String.valueOf(first.getMessage());
        if (said.startsWith("Unexpected HTTP response status code 404")) {
            return "something else than a hub listens there";
        }
        return first.getMessage() == null
                ? first.getClass().getSimpleName()
                : first.getMessage().strip();
    }

    @Override
    public Message send(OutgoingMessage message, Wait wait, Duration timeout) {
        return client.sendMessage(message, wait, timeout);
    }

    @Override
    public Attachment upload(Path file, ProgressListener progress) {
        return client.files().upload(file, progress);
    }

    @Override
    public Path download(Attachment attachment, ProgressListener progress) {
        return client.files().download(attachment, progress);
    }

    @Override
    public void onMessage(Consumer<Message> callback) {
        client.onMessage(callback);
    }

    @Override
    public void onStatus(Consumer<Message> callback) {
        client.onStatus(callback);
    }

    @Override
    public void onTyping(Consumer<WireEvent.Typing> callback) {
        client.onTyping(callback);
    }

    @Override
    public void onChannel(Consumer<WireEvent.ChannelChanged> callback) {
        client.onChannel(callback);
    }

    @Override
    public void onConnection(BiConsumer<ConnectionState, Throwable> callback) {
        client.onConnection(callback);
    }

    @Override
    public void watchPresence(String agentId, Consumer<WireEvent.PresenceChanged> callback) {
        client.watchPresence(List.of(agentId), callback);
    }

    @Override
    public void markRead(String conversationId, long seq) {
        client.markRead(conversationId, seq);
    }

    @Override
    public List<Message> history(Target target, int limit, String before, boolean remote) {
        if (target.conversationId() != null) {
            return client.getHistory(target.conversationId(), limit, before, remote);
        }
        if (!remote && before == null) {
            return client.getConversationHistory(target.agentId(), limit);
        }
        String conversationId = conversationWith(target.agentId(), remote);
        return conversationId == null ? List.of() : client.getHistory(conversationId, limit, before, remote);
    }

    /** As the contacts know it, or else the hub; null when they never talked. */
    private String conversationWith(String agentId, boolean remote) {
        return client.listContacts().stream()
                .filter(contact -> contact.contactId().equals(agentId) && contact.conversationId() != null)
                .map(Contact::conversationId)
                .findFirst()
                .orElseGet(() -> remote
                        ? (String) await(client.request("history", Map.of("with", agentId, "limit", 1)))
                                .get("conversation_id")
                        : null);
    }

    @Override
    public List<PendingMessage> pending(int limit, AckMode mode) {
        return client.getPendingMessages(limit, mode, LEASE);
    }

    @Override
    public boolean waitPending(Duration timeout) {
        return client.waitPending(timeout);
    }

    @Override
    public boolean complete(String receipt) {
        return client.complete(receipt);
    }

    @Override
    public boolean release(String receipt) {
        return client.release(receipt, Duration.ZERO);
    }

    @Override
    public List<Contact> contacts() {
        return client.listContacts();
    }

    @Override
    public Contact addContact(String id, String name, String description) {
        return client.addContact(id, name, description);
    }

    @Override
    public boolean removeContact(String id) {
        return client.removeContact(id);
    }

    @Override
    public ChannelOutcome requestChannel(String providerId, String serviceId, String message) {
        return await(client.requestChannel(providerId, serviceId, message));
    }

    @Override
    public ChannelOutcome acceptChannel(String conversationId, String message) {
        return await(client.acceptChannel(conversationId, message));
    }

    @Override
    public ChannelOutcome rejectChannel(String conversationId, String reason) {
        return await(client.rejectChannel(conversationId, reason));
    }

    @Override
    public ChannelOutcome endChannel(String conversationId, String reason) {
        return await(client.endChannel(conversationId, reason));
    }

    @Override
    public String createGroup(String name, List<String> members) {
        return await(client.createGroup(name, members)).conversationId();
    }

    @Override
    public void addMembers(String conversationId, List<String> members) {
        await(client.addMembers(conversationId, members));
    }

    @Override
    public void removeMembers(String conversationId, List<String> members) {
        await(client.removeMembers(conversationId, members));
    }

    @Override
    public void leaveGroup(String conversationId) {
        await(client.leaveGroup(conversationId));
    }

    @Override
    public List<String> members(String conversationId) {
        return await(client.members(conversationId));
    }

    @Override
    public void close() {
        client.close();
    }

    private static <T> T await(CompletableFuture<T> answer) {
        try {
            return answer.get(ANSWER.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof ClientException refused) {
                throw refused;
            }
            throw new IllegalStateException(e.getCause());
        } catch (TimeoutException e) {
            throw new NotInTime("the hub did not answer within " + ANSWER.toSeconds() + " s");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NotInTime("interrupted");
        }
    }
}
