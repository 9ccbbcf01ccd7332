package io.clawhub.client.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** The files of a workspace and how they are written. */
final class WorkspaceFiles {

    private final Path directory;
    private final Disk disk;
    private final ConversationFiles logs;

    /** @param directory {@code im_client} */
    WorkspaceFiles(Path directory, Disk disk) {
        this.directory = directory;
        this.disk = disk;
        this.logs = new ConversationFiles(directory.resolve("conversations"));
    }

    Path directory() {
        return directory;
    }

    Disk disk() {
        return disk;
    }

    ConversationFiles logs() {
        return logs;
    }

    History history() {
        return new History(logs);
    }

    boolean hasOlder(String conversationId) {
        try {
            return logs.segments(conversationId).size() > 1;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Document config() {
        return new Document(directory.resolve("config.json"), "config");
    }

    Document owner() {
        return new Document(directory.resolve("owner.json"), "owner");
    }

    Document of(Changed document) {
        switch (document) {
            case OUTBOX:
                return new Document(queue().resolve("outbox.json"), "outbox");
            case PENDING:
                return new Document(queue().resolve("pending.json"), "pending");
            case STATE:
                return new Document(directory.resolve("state.json"), "state");
            case CONTACTS:
                return new Document(directory.resolve("contacts.json"), "contacts");
            default:
                throw new IllegalArgumentException("no document: " + document);
        }
    }

    Path queue() {
        return directory.resolve("queue");
    }

    void prepare() throws IOException {
        disk.directory(directory);
        Disk.restrict(directory, "rwx------");
        disk.directory(queue());
        disk.directory(logs.directory());
        disk.directory(directory.resolve("attachments"));
    }

    /** Removes what a crash left half written. Only for the holder of the lock. */
    void sweep() throws IOException {
        disk.sweep(directory);
        disk.sweep(queue());
        disk.sweep(logs.directory());
    }

    /** Writes one of the documents; {@code cleanShutdown} is for the state. */
    void write(Changed which, ClientState state, boolean cleanShutdown) throws IOException {
        Document document = of(which);
        disk.replace(
                document.file(),
                Document.content(body(which, document, state, cleanShutdown)),
                which == Changed.CONTACTS);
    }

    private static ObjectNode body(Changed which, Document document, ClientState state, boolean cleanShutdown)
            throws IOException {
        switch (which) {
            case OUTBOX:
                return state.outbox.write(document);
            case PENDING:
                return state.pending.write(document);
            case STATE:
                return state.cursors.write(document, cleanShutdown);
            case CONTACTS:
                return state.contacts.write(document);
            default:
                throw new IllegalArgumentException("no document: " + which);
        }
    }
}
