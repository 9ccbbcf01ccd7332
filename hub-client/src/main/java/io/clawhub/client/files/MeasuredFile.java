package io.clawhub.client.files;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;

import io.clawhub.client.errors.HubRefused;
import io.clawhub.client.message.Attachment;

/** A file on its way to the hub: counted and digested while it is read. */
final class MeasuredFile {

    private final Path file;
    private final long size;
    private final ProgressListener progress;
    /** The HTTP client reads on a thread of its own, and may open the file anew when it repeats a request. */
    private volatile MessageDigest digest = Digests.sha256();

    MeasuredFile(Path file, long size, ProgressListener progress) {
        this.file = file;
        this.size = size;
        this.progress = progress;
    }

    InputStream open() {
        MessageDigest fresh = Digests.sha256();
        digest = fresh;
        try {
            return new Measured(Files.newInputStream(file), fresh);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether the hub has what was read here. */
    void check(Attachment taken) {
        if (!Digests.hex(digest).equals(taken.sha256())) {
            throw new HubRefused(
                    "CHECKSUM_MISMATCH", "the hub has other bytes than " + file + " had: did the file change?", true);
        }
    }

    private final class Measured extends FilterInputStream {

        private final MessageDigest measured;
        private long done;

        Measured(InputStream in, MessageDigest measured) {
            super(in);
            this.measured = measured;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            int count = in.read(target, offset, length);
            if (count > 0) {
                measured.update(target, offset, count);
                done += count;
                progress.progress(done, size);
            }
            return count;
        }
    }
}
