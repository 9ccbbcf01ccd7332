package io.clawhub.client;

import java.net.URI;
import java.time.Duration;
import java.util.Objects;

/** Settings of a {@link ChatClient}. Only the agent id has no default. */
public final class ChatClientBuilder {

    private URI url = URI.create("ws://127.0.0.1:8080/");
    private String agentId;
    private boolean acks = true;
    private Duration timeout = Duration.ofSeconds(10);
    private int inboxCapacity = 1024;
    private int sendQueueCapacity = 1024;

    ChatClientBuilder() {}

    /** The hub's socket, {@code ws://} or {@code wss://}. Default {@code ws://127.0.0.1:8080/}. */
    public ChatClientBuilder url(String hubUrl) {
        this.url = URI.create(hubUrl);
        return this;
    }

    /** The id others reach this agent by. */
    public ChatClientBuilder agentId(String id) {
        this.agentId = id;
        return this;
    }

    /** Whether the hub says what became of each message. Default true. */
    public ChatClientBuilder acks(boolean wanted) {
        this.acks = wanted;
        return this;
    }

    /** How long to wait for the connection and for each answer. Default 10 s. */
    public ChatClientBuilder timeout(Duration limit) {
        this.timeout = limit;
        return this;
    }

    /** How many received messages wait for the agent's code before reading stops. Default 1024. */
    public ChatClientBuilder inboxCapacity(int messages) {
        this.inboxCapacity = messages;
        return this;
    }

    /** How many frames wait to be written before sends are refused. Default 1024. */
    public ChatClientBuilder sendQueueCapacity(int frames) {
        this.sendQueueCapacity = frames;
        return this;
    }

    /** A client that is not connected yet. */
    public ChatClient build() {
        Objects.requireNonNull(agentId, "agentId");
        if (inboxCapacity < 1 || sendQueueCapacity < 1 || timeout.isNegative() || timeout.isZero()) {
            throw new IllegalArgumentException("capacities and time-out must be positive");
        }
        return new ChatClient(this);
    }

    URI target() {
        if (!acks) {
            return url;
        }
        String path = url.getRawPath() == null || url.getRawPath().isEmpty() ? "/" : url.getRawPath();
        String query = url.getRawQuery() == null ? "ack=1" : url.getRawQuery() + "&ack=1";
        return URI.create(url.getScheme() + "://" + url.getRawAuthority() + path + "?" + query);
    }

    String agentId() {
        return agentId;
    }

    boolean acks() {
        return acks;
    }

    Duration timeout() {
        return timeout;
    }

    int inboxCapacity() {
        return inboxCapacity;
    }

    int sendQueueCapacity() {
        return sendQueueCapacity;
    }
}
