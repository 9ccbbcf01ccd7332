package io.clawhub.client.store;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.clawhub.client.errors.WorkspaceLocked;

/**
 * The exclusive right to change a workspace: a lock of the operating system on {@code .lock}, which ends with the process. Nothing else
 * may open that file: closing any other stream on it would give the lock away.
 */
final class WorkspaceLock implements Closeable {

    /** The operating system does not tell two holders in one process apart. */
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private static final Set<String> NETWORK = Set.of(
            "nfs", "nfs4", "cifs", "smb", "smb2", "smb3", "smbfs", "9p", "afs", "ceph", "lustre", "glusterfs", "ncpfs");

    private final Path directory;
    private final FileChannel channel;

    private WorkspaceLock(Path directory, FileChannel channel) {
        this.directory = directory;
        this.channel = channel;
    }

    /** The lock, or null when somebody else has it. */
    static WorkspaceLock tryAcquire(Path directory, boolean allowNetwork) throws IOException {
        Path real = directory.toRealPath();
        String type = Files.getFileStore(real).type().toLowerCase(Locale.ROOT);
        if (!allowNetwork && onNetwork(type)) {
            throw new WorkspaceLocked(real + " is on a network file system (" + type
                    + "), whose locks cannot be relied on: use a local path, or set allow_network_fs");
        }
        if (!HELD.add(real)) {
            return null;
        }
        FileChannel channel = null;
        try {
            Path file = real.resolve(".lock");
            channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            Disk.restrict(file, "rw-------");
            FileLock lock = channel.tryLock();
            if (lock != null) {
                return new WorkspaceLock(real, channel);
            }
        } catch (OverlappingFileLockException e) {
            return refused(real, channel); // another class loader's registry has it
        } catch (IOException e) {
            refused(real, channel);
            throw e;
        }
        return refused(real, channel);
    }

    static boolean onNetwork(String type) {
        return NETWORK.contains(type) || type.startsWith("fuse.");
    }

    private static WorkspaceLock refused(Path real, FileChannel channel) throws IOException {
        HELD.remove(real);
        if (channel != null) {
            channel.close();
        }
        return null;
    }

    /** Says who has it, for people. Never decided by: a crash leaves it. */
    static byte[] owner(Document document, Instant startedAt) {
        ObjectNode body = document.header(null);
        body.put("pid", ProcessHandle.current().pid());
        body.put("host", host());
        body.put("started_at", Json.time(startedAt));
        body.put("client_version", "clawhub-java/0.1.0");
        return Document.content(body);
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "unknown";
        }
    }

    /** The refusal, with what is known of the holder. */
    static WorkspaceLocked locked(Path directory, Document owner) {
        String who = "another client";
        try {
            ObjectNode body = owner.read().body();
            if (body != null) {
                who = "process " + body.path("pid").asText() + " on "
                        + body.path("host").asText() + " ("
                        + body.path("client_version").asText() + ", since "
                        + body.path("started_at").asText() + ")";
            }
        } catch (IOException e) {
            who = "another client (its owner.json cannot be read)";
        }
        return new WorkspaceLocked(directory + " is in use by " + who + ": close it, or wait for the lock");
    }

    @Override
    public void close() throws IOException {
        try {
            channel.close();
        } finally {
            HELD.remove(directory);
        }
    }
}
