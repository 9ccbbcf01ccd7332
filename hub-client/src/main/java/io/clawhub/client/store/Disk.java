package io.clawhub.client.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How bytes get onto the disk and stay there. Each method is one step that a crash can come before or after; used by the I/O thread
 * only, since an interrupt during a write closes the channel.
 */
class Disk {

    private static final AtomicLong TEMPORARY = new AtomicLong();
    private static final boolean POSIX =
            FileSystems.getDefault().supportedFileAttributeViews().contains("posix");

    private final boolean sync;

    /** @param sync false only for tests: what is written may be lost with the machine's power */
    Disk(boolean sync) {
        this.sync = sync;
    }

    FileChannel open(Path file) throws IOException {
        boolean fresh = !Files.exists(file);
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        if (fresh) {
            restrict(file, "rw-------");
            syncDirectory(file.getParent());
        }
        return channel;
    }

    void write(FileChannel channel, ByteBuffer bytes, long position) throws IOException {
        long at = position;
        while (bytes.hasRemaining()) {
            at += channel.write(bytes, at);
        }
    }

    void force(FileChannel channel, boolean metadata) throws IOException {
        if (sync) {
            channel.force(metadata);
        }
    }

    void truncate(FileChannel channel, long length) throws IOException {
        channel.truncate(length);
    }

    void move(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    void delete(Path file) throws IOException {
        Files.deleteIfExists(file);
    }

    /** Without this, a new name may be lost with the power though the file is not. */
    void syncDirectory(Path directory) throws IOException {
        if (sync && POSIX) {
            try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }

    /** Replaces a document: whoever reads it sees the former content or the new one, also after a crash. */
    void replace(Path target, byte[] content, boolean keepFormer) throws IOException {
        Path temporary = target.resolveSibling(
                target.getFileName() + ".tmp-" + ProcessHandle.current().pid() + "-" + TEMPORARY.incrementAndGet());
        try {
            try (FileChannel channel =
                    FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                restrict(temporary, "rw-------");
                write(channel, ByteBuffer.wrap(content), 0);
                force(channel, true);
            }
            if (keepFormer && Files.exists(target)) {
                backup(target);
            }
            move(temporary, target);
        } catch (IOException e) {
            Files.deleteIfExists(temporary);
            throw e;
        }
        syncDirectory(target.getParent());
    }

    private void backup(Path target) throws IOException {
        Path former = target.resolveSibling(target.getFileName() + ".bak");
        Path temporary = target.resolveSibling(
                former.getFileName() + ".tmp-" + ProcessHandle.current().pid() + "-" + TEMPORARY.incrementAndGet());
        Files.copy(target, temporary, StandardCopyOption.COPY_ATTRIBUTES, LinkOption.NOFOLLOW_LINKS);
        move(temporary, former);
    }

    /** Makes the directory, for its owner only. */
    void directory(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            Files.createDirectories(directory);
            restrict(directory, "rwx------");
            if (directory.getParent() != null) {
                syncDirectory(directory.getParent());
            }
        }
    }

    static void restrict(Path path, String permissions) throws IOException {
        if (POSIX) {
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
        }
    }

    /** Removes what a crash left of documents that were being replaced. */
    void sweep(Path directory) throws IOException {
        try (DirectoryStream<Path> stale = Files.newDirectoryStream(directory, "*.tmp-*")) {
            for (Path file : stale) {
                delete(file);
            }
        }
    }

    /** Puts a damaged file aside, under a name that says what it was. */
    Path aside(Path file, String why) throws IOException {
        Path aside = file.resolveSibling(
                file.getFileName() + "." + why + "-" + System.currentTimeMillis() + "-" + TEMPORARY.incrementAndGet());
        move(file, aside);
        return aside;
    }
}
