package io.clawhub.client.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/** The end of a log, where a crash leaves half a line. */
final class LogTail {

    private static final int BLOCK = 4096;

    private LogTail() {}

    /**
     * Cuts off what is not a good line, after copying it to {@code X.torn-…}.
     *
     * @return whether there was something to cut off
     */
    static boolean repair(Disk disk, FileChannel channel, Path file) throws IOException {
        long size = channel.size();
        long newline = lastNewline(channel, size);
        long keep = newline + 1;
        if (keep == size && size > 0) {
            long before = lastNewline(channel, newline);
            if (!good(channel, before + 1, newline)) {
                keep = before + 1;
            }
        }
        if (keep == size) {
            return false;
        }
        copy(disk, channel, keep, file);
        disk.truncate(channel, keep);
        disk.force(channel, true);
        return true;
    }

    private static boolean good(FileChannel channel, long from, long to) throws IOException {
        if (to - from > LogReader.LINE_MAX) {
            return false;
        }
        try {
            LogLine.read(read(channel, from, (int) (to - from)));
            return true;
        } catch (IOException e) {
            return false; // torn: the caller copies and cuts it
        }
    }

    private static void copy(Disk disk, FileChannel channel, long from, Path file) throws IOException {
        Path torn = file.resolveSibling(file.getFileName() + ".torn-" + System.currentTimeMillis());
        try (FileChannel copy = disk.open(torn)) {
            long at = from;
            long size = channel.size();
            while (at < size) {
                byte[] piece = read(channel, at, (int) Math.min(64 * 1024, size - at));
                disk.write(copy, ByteBuffer.wrap(piece), at - from);
                at += piece.length;
            }
            disk.force(copy, true);
        }
    }

    /** Where the last newline before {@code end} is; -1 if there is none. */
    static long lastNewline(FileChannel channel, long end) throws IOException {
        long at = end;
        while (at > 0) {
            int size = (int) Math.min(BLOCK, at);
            byte[] block = read(channel, at - size, size);
            for (int i = size - 1; i >= 0; i--) {
                if (block[i] == '\n') {
                    return at - size + i;
                }
            }
            at -= size;
        }
        return -1;
    }

    private static byte[] read(FileChannel channel, long position, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length);
        while (bytes.hasRemaining()) {
            if (channel.read(bytes, position + bytes.position()) < 0) {
                throw new IOException("the file was cut while it was read");
            }
        }
        return bytes.array();
    }
}
