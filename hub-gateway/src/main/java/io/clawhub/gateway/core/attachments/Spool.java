package io.clawhub.gateway.core.attachments;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Set;
import java.util.UUID;

/** Where the bytes of an upload wait until they are whole: a directory of files that nobody else reads. */
final class Spool {

    /** An upload writes or fails within seconds; what was not written to for so long belongs to nobody any more. */
    static final Duration LEFTOVER_AGE = Duration.ofHours(1);

    private static final int CHUNK_BYTES = 64 * 1024;

    private final Path directory;
    private final Clock clock;

    /** Whole bytes, forced to disk. Whoever has them moves or removes the file. */
    record Spooled(Path file, long size, String sha256) {}

    Spool(Path directory, Clock clock) {
        this.directory = directory;
        this.clock = clock;
    }

    /**
     * Takes bytes up to a limit.
     *
     * @throws AttachmentStore.TooLargeException when there are more; after it, and any other failure, nothing is left of them
     */
    Spooled take(InputStream body, long maxBytes) throws IOException {
        Files.createDirectories(directory, OnlyOurs.DIRECTORY);
        Path file = directory.resolve(UUID.randomUUID() + ".part");
        MessageDigest digest = sha256();
        boolean written = false;
        try (FileChannel channel = FileChannel.open(
                        file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), OnlyOurs.FILE);
                DigestOutputStream out = new DigestOutputStream(Channels.newOutputStream(channel), digest)) {
            long size = copy(body, out, maxBytes);
            channel.force(true);
            written = true;
            return new Spooled(file, size, HexFormat.of().formatHex(digest.digest()));
        } finally {
            if (!written) {
                Files.deleteIfExists(file);
            }
        }
    }

    private static long copy(InputStream body, DigestOutputStream out, long maxBytes) throws IOException {
        byte[] chunk = new byte[CHUNK_BYTES];
        long size = 0;
        for (int read = body.read(chunk); read >= 0; read = body.read(chunk)) {
            size += read;
            if (size > maxBytes) {
                throw new AttachmentStore.TooLargeException(maxBytes);
            }
            out.write(chunk, 0, read);
        }
        return size;
    }

    /** Removes what a gateway left behind that was killed. */
    void removeLeftovers() throws IOException {
        if (!Files.isDirectory(directory)) {
            return;
        }
        Instant oldest = clock.instant().minus(LEFTOVER_AGE);
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
            for (Path file : files) {
                try {
                    if (Files.getLastModifiedTime(file).toInstant().isBefore(oldest)) {
                        Files.deleteIfExists(file);
                    }
                } catch (NoSuchFileException gone) {
                    // Kept or removed meanwhile, by this gateway or another one: what was wanted.
                    continue;
                }
            }
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
