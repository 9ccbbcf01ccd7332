package io.clawhub.client.admin;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Tokens of earlier logins by hub, in a file of mode 0600. */
record KeptLogins(Path file) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** The token for this hub, or null. */
    String of(URI hub) {
        String token = read().path(key(hub)).asText("");
        return token.isEmpty() ? null : token;
    }

    /** Keeps a token; null removes it. */
    void keep(URI hub, String token) {
        ObjectNode all = read();
        if (token == null) {
            all.remove(key(hub));
        } else {
            all.put(key(hub), token);
        }
        try {
            PrivateFile.write(file, all + "\n");
        } catch (IOException e) {
            throw AdminFailure.here("The login cannot be kept in " + file + ": " + e.getMessage());
        }
    }

    private ObjectNode read() {
        if (!Files.exists(file)) {
            return AdminApi.object();
        }
        try {
            return JSON.readTree(file.toFile()) instanceof ObjectNode all ? all : AdminApi.object();
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be read; remove it and log in again", e);
        }
    }

    private static String key(URI hub) {
        return hub.getScheme() + "://" + hub.getAuthority();
    }
}
