package io.clawhub.client.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import static java.nio.charset.StandardCharsets.UTF_8;

/** The API key of a workspace: in a file that only its owner may read, which {@code config.json} names. */
record StoredKey(Path imClient) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Keeps the key, and everything else that stands in the configuration. The workspace must not be open. */
    Path keep(String apiKey) throws IOException {
        Path key = imClient.resolve("token").toAbsolutePath();
        Path config = imClient.resolve("config.json");
        if (!(JSON.readTree(config.toFile()) instanceof ObjectNode settings)) {
            throw new IOException(config + " is no JSON object");
        }
        replace(key, apiKey + "\n");
        ObjectNode auth = settings.path("auth") instanceof ObjectNode old ? old : settings.putObject("auth");
        auth.put("token_file", key.toString());
        replace(config, settings + "\n");
        return key;
    }

    /** Whether one is kept. */
    boolean exists() {
        return Files.exists(imClient.resolve("token"));
    }

    /** The key as it is kept, or null. */
    String read() throws IOException {
        JsonNode file = JSON.readTree(imClient.resolve("config.json").toFile())
                .path("auth")
                .path("token_file");
        return file.isTextual() ? Files.readString(Path.of(file.asText())).strip() : null;
    }

    /** As a whole or not at all; never readable by others, not even for a moment. */
    private static void replace(Path file, String content) throws IOException {
        Path fresh = file.resolveSibling(
                file.getFileName() + ".tmp-" + ProcessHandle.current().pid() + "-login");
        boolean posix = Files.getFileStore(file.getParent()).supportsFileAttributeView("posix");
        FileAttribute<?>[] onlyMine = posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
        Files.deleteIfExists(fresh);
        Files.createFile(fresh, onlyMine);
        Files.write(fresh, content.getBytes(UTF_8), StandardOpenOption.WRITE, StandardOpenOption.SYNC);
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
