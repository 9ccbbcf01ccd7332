package io.clawhub.client;

import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;

import io.clawhub.client.connection.ConnectionSettings;
import io.clawhub.client.policy.InboundPolicy;
import io.clawhub.client.store.MemoryStore;
import io.clawhub.client.store.MessageStore;
import io.clawhub.client.store.WorkspaceStore;
import io.clawhub.client.wire.ClawWire;
import io.clawhub.client.wire.Credential;
import io.clawhub.client.wire.Wire;

/** Settings of a {@link ChatClient}. All have defaults. */
public final class ChatClientBuilder {

    private URI url = URI.create("ws://127.0.0.1:8080/");
    private String agentId;
    private String apiKey;
    private Supplier<String> renewal;
    private boolean acks = true;
    private Duration timeout = Duration.ofSeconds(10);
    private Duration requestTimeout = Duration.ofSeconds(30);
    private int inboxCapacity = 1024;
    private String workspace;
    private InboundPolicy policy;
    private ConnectionSettings connection = ConnectionSettings.defaults();

    ChatClientBuilder() {}

    /** The hub's socket, {@code ws://} or {@code wss://}. Default {@code ws://127.0.0.1:8080/}. */
    public ChatClientBuilder url(String hubUrl) {
        this.url = URI.create(hubUrl);
        return this;
    }

    /** The id others reach this agent by. Default {@code agent_} and eight random hex digits. */
    public ChatClientBuilder agentId(String id) {
        this.agentId = id;
        return this;
    }

    /** The key that proves the agent's identity. Default none. */
    public ChatClientBuilder apiKey(String key) {
        this.apiKey = key;
        return this;
    }

    /** Where to get another key when the hub refuses the one it has; asked once. It may block. */
    public ChatClientBuilder apiKeyRenewal(Supplier<String> source) {
        this.renewal = source;
        return this;
    }

    /** Whether the hub says what became of each message. Default true. */
    public ChatClientBuilder acks(boolean wanted) {
        this.acks = wanted;
        return this;
    }

    /** How long to wait for the connection, for each answer, and for a message to be taken over all its tries. Default 10 s. */
    public ChatClientBuilder timeout(Duration limit) {
        this.timeout = limit;
        return this;
    }

    /** How long to wait for a session to be accepted or rejected. Default 30 s. */
    public ChatClientBuilder requestTimeout(Duration limit) {
        this.requestTimeout = limit;
        return this;
    }

    /** How many received messages wait for the agent's code before reading stops. Default 1024. */
    public ChatClientBuilder inboxCapacity(int messages) {
        this.inboxCapacity = messages;
        return this;
    }

    /**
     * The directory that holds {@code im_client/}, as of {@link IMClientBuilder#workspace}: what is sent and received survives a
     * restart. {@code ~} is expanded. Default none. Opened with the first call, which fails with
     * {@link io.clawhub.client.errors.WorkspaceLocked} when another process has it.
     */
    public ChatClientBuilder workspace(String path) {
        this.workspace = path;
        return this;
    }

    /** Which messages reach the agent. Without this call all do; with it only what the policy names. */
    public ChatClientBuilder policy(InboundPolicy rules) {
        this.policy = Objects.requireNonNull(rules, "rules");
        return this;
    }

    /** How the connection is kept: beats, pauses, bounds. Its time-out for connecting is {@link #timeout}. */
    public ChatClientBuilder connection(ConnectionSettings settings) {
        this.connection = settings;
        return this;
    }

    /**
     * A client that is not connected yet.
     *
     * @throws IllegalArgumentException for impossible settings; a workspace, for one, needs an agent id
     */
    public ChatClient build() {
        if (agentId == null && workspace != null) {
            throw new IllegalArgumentException("a workspace is one agent's: an agent id is needed");
        }
        if (agentId == null) {
            agentId = String.format("agent_%08x", ThreadLocalRandom.current().nextInt());
        }
        if (inboxCapacity < 1 || !isPositive(timeout) || !isPositive(requestTimeout)) {
            throw new IllegalArgumentException("capacities and time-outs must be positive");
        }
        return new ChatClient(this);
    }

    private static boolean isPositive(Duration limit) {
        return !limit.isNegative() && !limit.isZero();
    }

    ConnectionSettings connection() {
        return connection.withConnectTimeout(timeout);
    }

    Wire wire() {
        return new ClawWire(url, agentId, Credential.of(apiKey, renewal), acks);
    }

    boolean hasWorkspace() {
        return workspace != null;
    }

    /** Not open yet. */
    MessageStore store() {
        return workspace == null
                ? new MemoryStore(agentId)
                : WorkspaceStore.of(IMClientBuilder.inHome(workspace), agentId);
    }

    /** Or null. */
    InboundPolicy policy() {
        return policy;
    }

    String agentId() {
        return agentId;
    }

    Duration timeout() {
        return timeout;
    }

    int inboxCapacity() {
        return inboxCapacity;
    }

    Duration requestTimeout() {
        return requestTimeout;
    }
}
