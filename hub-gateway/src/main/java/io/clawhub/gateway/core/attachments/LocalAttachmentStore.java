package io.clawhub.gateway.core.attachments;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Clock;

/**
 * Files in a directory, which several gateways may share. Bytes go to {@code incoming/}, are forced to disk, and are
 * renamed to {@code xx/att_xx…} when they are kept, so that no reader ever sees half a file.
 */
final class LocalAttachmentStore implements AttachmentStore {

    /** Files are spread over directories by the first two digits of their ids. */
    private static final int SPREAD_DIGITS = 2;

    private final Path directory;
    private final Spool spool;

    LocalAttachmentStore(Path directory, Clock clock) {
        this.directory = directory;
        this.spool = new Spool(directory.resolve("incoming"), clock);
    }

    @Override
    public Draft write(InputStream body, long maxBytes) throws IOException {
        return new LocalDraft(spool.take(body, maxBytes));
    }

    @Override
    public InputStream read(String id, long offset) throws IOException {
        FileChannel channel = FileChannel.open(place(id), StandardOpenOption.READ);
        return Channels.newInputStream(channel.position(offset));
    }

    @Override
    public void removeLeftovers() throws IOException {
        spool.removeLeftovers();
    }

    private Path place(String id) {
        int begin = AttachmentIds.PREFIX.length();
        return directory.resolve(id.substring(begin, begin + SPREAD_DIGITS)).resolve(id);
    }

    private static void forceDirectory(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private final class LocalDraft implements Draft {

        private final Spool.Spooled spooled;

        LocalDraft(Spool.Spooled spooled) {
            this.spooled = spooled;
        }

        @Override
        public long size() {
            return spooled.size();
        }

        @Override
        public String sha256() {
            return spooled.sha256();
        }

        @Override
        public void keep(String id) throws IOException {
            Path place = place(id);
            Files.createDirectories(place.getParent(), OnlyOurs.DIRECTORY);
            Files.move(spooled.file(), place, StandardCopyOption.ATOMIC_MOVE);
            forceDirectory(place.getParent());
        }

        /** After {@code keep} there is nothing under this name any more. */
        @Override
        public void close() throws IOException {
            Files.deleteIfExists(spooled.file());
        }
    }
}
