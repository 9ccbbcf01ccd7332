package io.clawhub.client;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Supplier;

import io.clawhub.client.connection.ConnectionSettings;
import io.clawhub.client.policy.InboundPolicy;

/**
 * Settings of an {@link IMClient}. Only the agent's id must be given:
 *
 * <pre>{@code
 * IMClient client = IMClient.builder()
 *         .agentId("agent_001")
 *         .serverUrl("http://127.0.0.1:8080")
 *         .policy(InboundPolicy.denyAll().allowFrom("agent_002").allowFromKind("*"))
 *         .build();
 * }</pre>
 */
public final class IMClientBuilder {

    String workspace;
    String serverUrl;
    String agentId;
    String token;
    String clientId;
    Supplier<String> tokenRefresh;
    IMClient.Mode mode;
    InboundPolicy policy = InboundPolicy.allowAll();
    Duration requestTimeout = Duration.ofSeconds(15);
    Duration waitLock = Duration.ZERO;
    Duration closeTimeout = Duration.ofSeconds(5);
    int window = 256;
    ConnectionSettings connection = ConnectionSettings.defaults();
    Parts parts = Parts.real();

    IMClientBuilder() {}

    /** The directory that holds {@code im_client/}; {@code ~} is expanded. Default {@code ~/.gateway/workspaces/AGENT}. */
    public IMClientBuilder workspace(String path) {
        this.workspace = path;
        return this;
    }

    /** The hub: {@code http(s)://} or {@code ws(s)://}; else the workspace's, else {@code http://127.0.0.1:8080}. */
    public IMClientBuilder serverUrl(String url) {
        this.serverUrl = url;
        return this;
    }

    /** The id others reach this agent by. */
    public IMClientBuilder agentId(String id) {
        this.agentId = id;
        return this;
    }

    /** The API key; else the environment's {@code IM_TOKEN}, else what the workspace's configuration names. */
    public IMClientBuilder token(String apiKey) {
        this.token = apiKey;
        return this;
    }

    /** Where to get another API key when the hub refuses the present one. Asked once, then {@code connect} fails; may block. */
    public IMClientBuilder tokenRefresh(Supplier<String> renewal) {
        this.tokenRefresh = renewal;
        return this;
    }

    /** This installation's id; else the workspace's own. */
    public IMClientBuilder clientId(String id) {
        this.clientId = id;
        return this;
    }

    /** Whether callbacks or the queue get the messages; else what the workspace's configuration says, else {@code AUTO}. */
    public IMClientBuilder mode(IMClient.Mode which) {
        this.mode = which;
        return this;
    }

    /** Which messages reach the agent. Without this call all do; with it only what the policy names. */
    public IMClientBuilder policy(InboundPolicy rules) {
        this.policy = Objects.requireNonNull(rules, "rules");
        return this;
    }

    /** How long a request may take. Default 15 s; requests for a session take at least 30 s. */
    public IMClientBuilder requestTimeout(Duration limit) {
        this.requestTimeout = limit;
        return this;
    }

    /** How long to wait for a workspace that another process has open. Default: not at all. Useful for scheduled workers. */
    public IMClientBuilder waitLock(Duration limit) {
        this.waitLock = limit;
        return this;
    }

    /** How long {@code close} lets running callbacks and unsent messages finish while the hub is there. Default 5 s. */
    public IMClientBuilder closeTimeout(Duration limit) {
        this.closeTimeout = limit;
        return this;
    }

    /** How many deliveries the hub may have on their way. 1 to 1000, default 256. */
    public IMClientBuilder window(int deliveries) {
        if (deliveries < 1 || deliveries > 1_000) {
            throw new IllegalArgumentException("a window of 1 to 1000 deliveries, not " + deliveries);
        }
        this.window = deliveries;
        return this;
    }

    /** Limits of the connection. */
    public IMClientBuilder connection(ConnectionSettings limits) {
        this.connection = limits;
        return this;
    }

    /** What a client is made of: replaced by tests. */
    IMClientBuilder parts(Parts others) {
        this.parts = others;
        return this;
    }

    /** The workspace's directory. */
    Path directory() {
        return inHome(workspace == null ? "~/.gateway/workspaces/" + agentId : workspace);
    }

    /** The path, with {@code ~} expanded. */
    static Path inHome(String path) {
        boolean inHome = path.equals("~") || path.startsWith("~/");
        return inHome ? Path.of(System.getProperty("user.home"), path.substring(1)) : Path.of(path);
    }

    /**
     * A client that has touched neither network nor disk.
     *
     * @throws IllegalArgumentException without an agent id
     */
    public IMClient build() {
        if (agentId == null || agentId.isBlank()) {
            throw new IllegalArgumentException("an agent id is needed: the name others reach this agent by");
        }
        return new IMClient(this);
    }
}
