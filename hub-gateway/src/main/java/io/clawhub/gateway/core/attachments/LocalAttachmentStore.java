package io.clawhub.gateway.core.attachments;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
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

/**
 * Files in a directory, which several gateways may share. Bytes go to {@code incoming/}, are forced to disk, and are
 * renamed to {@code xx/att_xx…} when they are kept, so that no reader ever sees half a file.
 */
final class LocalAttachmentStore implements AttachmentStore {

    /** An upload writes or fails within seconds; what was not written to for so long belongs to nobody any more. */
    static final Duration LEFTOVER_AGE = Duration.ofHours(1);

    private static final int CHUNK_BYTES = 64 * 1024;
    /** Files are spread over directories by the first two digits of their ids. */
    private static final int SPREAD_DIGITS = 2;

    private final Path directory;
    private final Path incoming;
    private final Clock clock;

    LocalAttachmentStore(Path directory, Clock clock) {
        this.directory = directory;
        this.incoming = directory.resolve("incoming");
        this.clock = clock;
    }

    @Override
    public Draft write(InputStream body, long maxBytes) throws IOException {
        Files.createDirectories(incoming, OnlyOurs.DIRECTORY);
        Path file = incoming.resolve(UUID.randomUUID() + ".part");
        MessageDigest digest = sha256();
        boolean written = false;
        try (FileChannel channel = FileChannel.open(
                        file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), OnlyOurs.FILE);
                DigestOutputStream out = new DigestOutputStream(Channels.newOutputStream(channel), digest)) {
            long size = copy(body, out, maxBytes);
            channel.force(true);
            written = true;
            return new LocalDraft(file, size, HexFormat.of().formatHex(digest.digest()));
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
                throw new TooLargeException(maxBytes);
            }
            out.write(chunk, 0, read);
        }
        return size;
    }

    @Override
    public InputStream read(String id, long offset) throws IOException {
        FileChannel channel = FileChannel.open(place(id), StandardOpenOption.READ);
        return Channels.newInputStream(channel.position(offset));
    }

    @Override
    public void removeLeftovers() throws IOException {
        if (!Files.isDirectory(incoming)) {
            return;
        }
        Instant oldest = clock.instant().minus(LEFTOVER_AGE);
        try (DirectoryStream<Path> files = Files.newDirectoryStream(incoming)) {
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

    private Path place(String id) {
        int begin = AttachmentIds.PREFIX.length();
        return directory.resolve(id.substring(begin, begin + SPREAD_DIGITS)).resolve(id);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static void forceDirectory(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private final class LocalDraft implements Draft {

        private final Path file;
        private final long size;
        private final String sha256;

        LocalDraft(Path file, long size, String sha256) {
            this.file = file;
            this.size = size;
            this.sha256 = sha256;
        }

        @Override
        public long size() {
            return size;
        }

        @Override
        public String sha256() {
            return sha256;
        }

        @Override
        public void keep(String id) throws IOException {
            Path place = place(id);
            Files.createDirectories(place.getParent(), OnlyOurs.DIRECTORY);
            Files.move(file, place, StandardCopyOption.ATOMIC_MOVE);
            forceDirectory(place.getParent());
        }

        /** After {@code keep} there is nothing under this name any more. */
        @Override
        public void close() throws IOException {
            Files.deleteIfExists(file);
        }
    }
}
