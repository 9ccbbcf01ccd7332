package io.clawhub.client.store;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Deque;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Reads one file of a log from its end, one line at a time, holding one block in memory. Only whole lines are seen: what follows the
 * last newline is being written, or torn. Damaged lines are skipped and counted.
 */
final class LogReader implements Closeable {

    /** What is read at once. Most conversations end within it. */
    private static final int BLOCK = 16 * 1024;

    /** Longer lines are damage: no message is let in that makes one. */
    static final int LINE_MAX = 4 * 1024 * 1024;

    private final FileChannel channel;
    private final Deque<byte[]> lines = new ArrayDeque<>();
    private byte[] carried = new byte[0];
    private long position;
    private int damaged;
    private boolean atEnd = true;

    LogReader(Path file) throws IOException {
        channel = FileChannel.open(file, StandardOpenOption.READ);
        position = channel.size();
    }

    /** The record before the last one returned; null at the start of the file. */
    ObjectNode previous() throws IOException {
        while (true) {
            byte[] line = previousLine();
            if (line == null) {
                return null;
            }
            try {
                return LogLine.read(line);
            } catch (IOException e) {
                damaged++;
            }
        }
    }

    /** How many lines were skipped so far. */
    int damaged() {
        return damaged;
    }

    private byte[] previousLine() throws IOException {
        while (lines.isEmpty()) {
            if (position == 0) {
                byte[] first = carried;
                carried = null;
                return first == null || first.length == 0 || atEnd ? null : first;
            }
            readBlock();
        }
        return lines.removeLast();
    }

    private void readBlock() throws IOException {
        int size = (int) Math.min(BLOCK, position);
        ByteBuffer block = ByteBuffer.allocate(size);
        while (block.hasRemaining() && channel.read(block, position - size + block.position()) >= 0) {
            // a file is read to the end of the block, or to where it was cut meanwhile
        }
        position -= size;
        byte[] bytes = block.array();
        int end = size;
        int cut = size - 1;
        Deque<byte[]> found = new ArrayDeque<>();
        for (; cut >= 0; cut--) {
            if (bytes[cut] != '\n') {
                continue;
            }
            byte[] line = join(bytes, cut + 1, end);
            if (!atEnd && line.length > 0) {
                found.addFirst(line);
            }
            atEnd = false;
            end = cut;
        }
        carried = join(bytes, 0, end);
        if (carried.length > LINE_MAX) {
            damaged++;
            carried = new byte[0];
        }
        lines.addAll(found);
    }

    /** These bytes and what was carried over from the block behind them. */
    private byte[] join(byte[] bytes, int from, int to) {
        ByteArrayOutputStream line = new ByteArrayOutputStream(to - from + carried.length);
        line.write(bytes, from, to - from);
        line.write(carried, 0, carried.length);
        carried = new byte[0];
        return line.toByteArray();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    /** The first line of a file if it is a good one, else an empty object. */
    static ObjectNode head(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            ByteBuffer block = ByteBuffer.allocate((int) Math.min(64 * 1024, channel.size()));
            while (block.hasRemaining() && channel.read(block) >= 0) {
                // to the end of the block
            }
            byte[] bytes = block.array();
            for (int end = 0; end < block.position(); end++) {
                if (bytes[end] == '\n') {
                    return LogLine.read(java.util.Arrays.copyOf(bytes, end));
                }
            }
        } catch (IOException e) {
            if (!Files.exists(file)) {
                throw e;
            }
        }
        return Json.object();
    }
}
