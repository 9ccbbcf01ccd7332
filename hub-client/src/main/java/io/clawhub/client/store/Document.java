package io.clawhub.client.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.clawhub.client.errors.Corrupt;

/**
 * One of the workspace's JSON documents. Reading never changes anything.
 *
 * @param file where it is
 * @param format its name, after {@code im-client/}
 */
record Document(Path file, String format) {

    /** The version of the format that is written here. */
    static final int VERSION = 1;

    /** How the document was found; {@code body} is null unless it is good. */
    record Found(ObjectNode body, boolean missing, boolean newer) {}

    Found read() throws IOException {
        return read(file);
    }

    /** The copy of the former content, if there is a good one. */
    Found readBackup() throws IOException {
        return read(file.resolveSibling(file.getFileName() + ".bak"));
    }

    private Found read(Path path) throws IOException {
        if (!Files.exists(path)) {
            return new Found(null, true, false);
        }
        byte[] bytes = Files.readAllBytes(path);
        try {
            ObjectNode body = Json.parse(bytes);
            if (!("im-client/" + format).equals(Json.text(body, "format"))
                    || !body.path("v").isIntegralNumber()) {
                return new Found(null, false, false);
            }
            return new Found(body, false, body.path("v").asInt() > VERSION);
        } catch (IOException e) {
            return new Found(null, false, false); // the caller counts it and puts the file aside
        }
    }

    /** @throws Corrupt when a newer program wrote it: it can be read, not changed */
    static void refuseNewer(Found found, Path file) {
        if (found.newer()) {
            throw new Corrupt(file + " is of a newer version: update this client. Until then it can only be read");
        }
    }

    /** A body to fill: the fields of the former one that this version does not know are kept. */
    ObjectNode header(ObjectNode former) {
        ObjectNode body = Json.object();
        body.put("format", "im-client/" + format);
        body.put("v", VERSION);
        if (former != null) {
            former.properties().forEach(field -> {
                if (!body.has(field.getKey())) {
                    body.set(field.getKey(), field.getValue());
                }
            });
        }
        return body;
    }

    static byte[] content(ObjectNode body) {
        byte[] json = Json.bytes(body);
        byte[] content = java.util.Arrays.copyOf(json, json.length + 1);
        content[json.length] = '\n';
        return content;
    }
}
