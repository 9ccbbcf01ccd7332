package io.clawhub.client.files;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

import io.clawhub.client.errors.HubRefused;

/** A file that is coming from the hub. What is there of it stays when the connection breaks, so that it can go on. */
final class PartialFile {

    private static final int OK = 200;
    private static final int PARTIAL_CONTENT = 206;
    private static final int RANGE_NOT_SATISFIABLE = 416;
    private static final int CHUNK_BYTES = 64 * 1024;

    private final Path file;

    PartialFile(Path file) {
        this.file = file;
    }

    /** How much of it is here. */
    long size() throws IOException {
        return Files.exists(file) ? Files.size(file) : 0;
    }

    /**
     * Takes the answer, and when the file is whole, gives it its place.
     *
     * @param sha256 of the whole file, or null: then the hub's word for it
     */
    Path finish(HttpResponse<InputStream> response, String sha256, ProgressListener progress) throws IOException {
        int status = response.statusCode();
        if (status == OK || status == PARTIAL_CONTENT) {
            take(response, status == PARTIAL_CONTENT, progress);
        } else if (status == RANGE_NOT_SATISFIABLE) {
            // All of it had come; it only had not been checked.
            response.body().close();
        } else {
            throw FileTransport.refusal(response);
        }
        String expected = sha256 != null
                ? sha256
                : response.headers().firstValue("ETag").orElse("").replace("\"", "");
        String found = Digests.of(file);
        if (!found.equals(expected)) {
            Files.deleteIfExists(file);
            throw new HubRefused("CHECKSUM_MISMATCH", "the file is not what the message promised", true);
        }
        Path place = file.resolveSibling(found);
        Files.move(file, place, StandardCopyOption.ATOMIC_MOVE);
        return place;
    }

    private void take(HttpResponse<InputStream> response, boolean more, ProgressListener progress) throws IOException {
        long done = more ? size() : 0;
        long total =
                done + response.headers().firstValueAsLong("Content-Length").orElse(0);
        byte[] chunk = new byte[CHUNK_BYTES];
        try (InputStream in = response.body();
                FileChannel out = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            out.truncate(done).position(done);
            for (int read = read(in, chunk); read >= 0; read = read(in, chunk)) {
                ByteBuffer bytes = ByteBuffer.wrap(chunk, 0, read);
                while (bytes.hasRemaining()) {
                    out.write(bytes);
                }
                done += read;
                progress.progress(done, total);
            }
            out.force(true);
        }
    }

    /** Tells a broken connection from a failing disk. */
    private static int read(InputStream in, byte[] chunk) {
        try {
            return in.read(chunk);
        } catch (IOException e) {
            throw FileTransport.unreachable(e);
        }
    }
}
