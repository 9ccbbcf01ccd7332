package io.clawhub.client.store;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.clawhub.client.errors.Corrupt;
import io.clawhub.client.errors.WorkspaceMismatch;

/**
 * The workspace's {@code config.json}. What a program gives wins over the file and is not written into it, except when the
 * file is made. The token itself is never in it, only where to find it.
 *
 * @param agentId whose workspace it is
 * @param clientId this installation; made once
 * @param serverUrl the hub, or null if the file names none
 * @param mode auto, interactive or employee
 * @param tokenEnv the environment variable with the token, or null
 * @param tokenFile the file with the token, or null
 * @param heartbeat how often to ping
 * @param reconnectBase the first backoff
 * @param reconnectMax the longest backoff
 * @param limits how much is taken in
 * @param durability what a completed future means
 * @param allowNetworkFs whether the lock may be on a network file system
 */
public record WorkspaceConfig(
        String agentId,
        String clientId,
        String serverUrl,
        Mode mode,
        String tokenEnv,
        String tokenFile,
        Duration heartbeat,
        Duration reconnectBase,
        Duration reconnectMax,
        Limits limits,
        Durability durability,
        boolean allowNetworkFs) {

    /** Where received messages go. */
    public enum Mode {
        /** To the callback if there is one, else to the pending queue. */
        AUTO,
        /** To the callback. */
        INTERACTIVE,
        /** Always to the pending queue. */
        EMPLOYEE
    }

    /** When the disk is told to write for good. */
    public enum Durability {
        /** Once for all changes that came meanwhile. */
        GROUP,
        /** For each change. */
        ALWAYS,
        /** Never: survives a crash of the process, not of the machine. For tests. */
        OS
    }

    /**
     * What a program gives; null: as the file says.
     *
     * @param serverUrl the hub
     * @param clientId this installation
     * @param mode where received messages go
     * @param limits how much is taken in
     * @param durability what a completed future means
     * @param allowNetworkFs whether the lock may be on a network file system
     */
    public record Given(
            String serverUrl,
            String clientId,
            Mode mode,
            Limits limits,
            Durability durability,
            Boolean allowNetworkFs) {

        /** Nothing given: all as the file says, or as usual when there is none yet. */
        public static Given nothing() {
            return new Given(null, null, null, null, null, null);
        }
    }

    /** Of a body, which may be empty for a new workspace. */
    static WorkspaceConfig of(ObjectNode body, String agentId, Given given) {
        String bound = Json.text(body, "agent_id");
        if (bound != null && agentId != null && !bound.equals(agentId)) {
            throw new WorkspaceMismatch("the workspace belongs to " + bound + ", not to " + agentId
                    + ": use another workspace, or that agent's id");
        }
        JsonNode auth = body.path("auth");
        JsonNode reconnect = body.path("reconnect");
        JsonNode limits = body.path("limits");
        Limits usual = Limits.standard();
        Limits read = new Limits(
                limits.path("pending_max").asInt(usual.pendingMax()),
                limits.path("outbox_max").asInt(usual.outboxMax()),
                limits.path("text_max_bytes").asInt(usual.textMaxBytes()),
                limits.path("segment_bytes").asLong(usual.segmentBytes()));
        String made = Json.text(body, "client_id");
        String url = Json.text(body, "im_server_url");
        return new WorkspaceConfig(
                bound == null ? agentId : bound,
                given.clientId() != null ? given.clientId() : made != null ? made : newClientId(),
                given.serverUrl() != null ? given.serverUrl() : url,
                given.mode() != null ? given.mode() : word(Mode.class, body, "mode", Mode.AUTO),
                auth.isMissingNode() ? "IM_TOKEN" : Json.text(auth, "token_env"),
                Json.text(auth, "token_file"),
                Duration.ofSeconds(body.path("heartbeat_seconds").asLong(30)),
                Duration.ofMillis(reconnect.path("base_ms").asLong(500)),
                Duration.ofMillis(reconnect.path("max_ms").asLong(30_000)),
                given.limits() != null ? given.limits() : read,
                given.durability() != null
                        ? given.durability()
                        : word(Durability.class, body, "durability", Durability.GROUP),
                given.allowNetworkFs() != null
                        ? given.allowNetworkFs()
                        : body.path("allow_network_fs").asBoolean());
    }

    private static String newClientId() {
        return "c_" + UUID.randomUUID().toString().replace("-", "");
    }

    private static <E extends Enum<E>> E word(Class<E> type, ObjectNode body, String field, E otherwise) {
        String word = Json.text(body, field);
        if (word == null) {
            return otherwise;
        }
        try {
            return Enum.valueOf(type, word.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new Corrupt("config.json: " + field + " is \"" + word + "\", which is none of its values", e);
        }
    }

    /** Reads the file. An empty body when there is none yet; never guesses at a damaged one. */
    static ObjectNode read(WorkspaceFiles files) throws IOException {
        Document document = files.config();
        Document.Found found = document.read();
        if (found.body() == null && !found.missing()) {
            throw new Corrupt(document.file() + " cannot be read: repair it, or restore config.json.bak");
        }
        if (found.missing() && Files.exists(files.of(Changed.STATE).file())) {
            throw new Corrupt(document.file() + " is missing from a workspace in use: restore it, or write one with its"
                    + " agent_id and client_id");
        }
        return found.body() == null ? Json.object() : found.body();
    }

    /** Makes the file if there is none, or adds what it lacks. */
    void write(WorkspaceFiles files, ObjectNode former, Instant now) throws IOException {
        if (former.has("agent_id") && former.has("client_id")) {
            return;
        }
        Document document = files.config();
        ObjectNode body = document.header(former);
        body.put("agent_id", agentId);
        body.put("client_id", clientId);
        absent(body, "workspace_id", workspaceId(files));
        absent(body, "im_server_url", serverUrl);
        absent(body, "mode", mode.name().toLowerCase(Locale.ROOT));
        if (!body.has("auth")) {
            body.putObject("auth").put("token_env", tokenEnv).put("token_file", tokenFile);
        }
        absent(body, "heartbeat_seconds", heartbeat.toSeconds());
        if (!body.has("reconnect")) {
            body.putObject("reconnect").put("base_ms", reconnectBase.toMillis()).put("max_ms", reconnectMax.toMillis());
        }
        if (!body.has("limits")) {
            body.putObject("limits")
                    .put("pending_max", limits.pendingMax())
                    .put("outbox_max", limits.outboxMax())
                    .put("text_max_bytes", limits.textMaxBytes())
                    .put("segment_bytes", limits.segmentBytes());
        }
        absent(body, "durability", durability.name().toLowerCase(Locale.ROOT));
        absent(body, "created_at", Json.time(now));
        files.disk().replace(document.file(), Document.content(body), true);
    }

    private static String workspaceId(WorkspaceFiles files) {
        java.nio.file.Path workspace = files.directory().toAbsolutePath().getParent();
        return workspace == null || workspace.getFileName() == null
                ? null
                : workspace.getFileName().toString();
    }

    private static void absent(ObjectNode body, String field, Object value) {
        if (!body.has(field)) {
            Json.put(body, field, value);
        }
    }
}
