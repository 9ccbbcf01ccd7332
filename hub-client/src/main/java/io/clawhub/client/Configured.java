package io.clawhub.client;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.logging.Logger;

import io.clawhub.client.errors.Corrupt;
import io.clawhub.client.store.MessageStore;
import io.clawhub.client.store.WorkspaceConfig;
import io.clawhub.client.store.WorkspaceStore;
import io.clawhub.client.wire.Credential;

/** What is in force: what the program gave, else what the workspace's configuration says, else what is usual. */
record Configured(URI server, IMClient.Mode mode, String clientId, Credential credential) {

    private static final Logger LOG = Logger.getLogger(Configured.class.getName());
    private static final String DEFAULT_SERVER = "http://127.0.0.1:8080";
    private static final String TOKEN_VARIABLE = "IM_TOKEN";

    static Configured of(IMClientBuilder given, MessageStore store) {
        WorkspaceConfig file = store instanceof WorkspaceStore workspace ? workspace.config() : null;
        String server = given.serverUrl;
        if (server == null && file != null) {
            server = file.serverUrl();
        }
        IMClient.Mode mode = given.mode;
        if (mode == null && file != null) {
            mode = IMClient.Mode.valueOf(file.mode().name());
        }
        URI address = URI.create(server == null ? DEFAULT_SERVER : server);
        Credential credential = Credential.of(token(given, file), given.tokenRefresh);
        if (credential.token() != null && Credential.isReadableOnTheWayTo(address)) {
            LOG.warning("the API key goes unencrypted to " + address.getHost() + ": use https or wss");
        }
        return new Configured(
                address,
                mode == null ? IMClient.Mode.AUTO : mode,
                given.clientId == null ? store.clientId() : given.clientId,
                credential);
    }

    private static String token(IMClientBuilder given, WorkspaceConfig file) {
        if (given.token != null) {
            return given.token;
        }
        String variable = file == null || file.tokenEnv() == null ? TOKEN_VARIABLE : file.tokenEnv();
        String fromEnvironment = System.getenv(variable);
        if (fromEnvironment != null || file == null || file.tokenFile() == null) {
            return fromEnvironment;
        }
        Path secret = Path.of(file.tokenFile());
        try {
            return Files.readString(secret).strip();
        } catch (IOException e) {
            throw new Corrupt("config.json names " + secret + " for the API key, which cannot be read", e);
        }
    }
}
