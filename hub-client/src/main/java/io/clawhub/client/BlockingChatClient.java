package io.clawhub.client;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;

import io.clawhub.client.errors.ClientException;
import io.clawhub.client.errors.NotConnected;
import io.clawhub.client.message.Message;
import io.clawhub.client.message.OutgoingMessage;

/**
 * {@link ChatClient}'s calls, each of which returns when its result is there, or throws its {@link ClientException}; a time-out
 * is {@link NotConnected}. May be used in callbacks.
 */
public final class BlockingChatClient {

    private final ChatClient client;

    BlockingChatClient(ChatClient client) {
        this.client = client;
    }

    /** True when connected; false when that did not work out in time: the client goes on trying. */
    public boolean connect() {
        try {
            await(client.connect());
            return true;
        } catch (NotConnected e) {
            return false;
        }
    }

    /** As {@link ChatClient#sendMessage(String, String)}. */
    public SendResult sendMessage(String targetAgent, String content) {
        return await(client.sendMessage(targetAgent, content));
    }

    /** As {@link ChatClient#sendMessage(OutgoingMessage)}. */
    public SendResult sendMessage(OutgoingMessage message) {
        return await(client.sendMessage(message));
    }

    /** As {@link ChatClient#requestChat}. */
    public RequestResult requestChat(String serviceId, String providerId) {
        return await(client.requestChat(serviceId, providerId));
    }

    /** As {@link ChatClient#acceptChat}. */
    public RequestResult acceptChat(String consumerId, String channelId) {
        return await(client.acceptChat(consumerId, channelId));
    }

    /** As {@link ChatClient#rejectChat}. */
    public RequestResult rejectChat(String consumerId, String reason) {
        return await(client.rejectChat(consumerId, reason));
    }

    /** As {@link ChatClient#endChat}. */
    public RequestResult endChat(String channelId) {
        return await(client.endChat(channelId));
    }

    /** As {@link ChatClient#registerService}. */
    public Registered registerService(Service service) {
        return await(client.registerService(service));
    }

    /** As {@link ChatClient#getHistory}. */
    public List<Message> getHistory(HistoryQuery query) {
        return await(client.getHistory(query));
    }

    /** As {@link ChatClient#ping}. */
    public Duration ping() {
        return await(client.ping());
    }

    private static <T> T await(CompletableFuture<T> future) {
        try {
            return future.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof ClientException known) {
                throw known;
            }
            if (e.getCause() instanceof TimeoutException late) {
                throw new NotConnected("no answer in time", late);
            }
            throw e;
        }
    }
}
