package io.clawhub.client.store;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** Appends to the logs of one workspace. For the I/O thread only; keeps nothing per conversation. */
final class LogWriter {

    /** What a new file of a conversation begins with. */
    interface Beginning {
        /** The head, then the messages that are not sent yet. */
        List<ObjectNode> lines(String conversationId);
    }

    private final Disk disk;
    private final ConversationFiles files;
    private final Appenders appenders;
    private final long segmentBytes;
    private final Beginning beginning;
    private final Map<Path, Long> before = new LinkedHashMap<>();
    private int torn;

    LogWriter(Disk disk, ConversationFiles files, Appenders appenders, long segmentBytes, Beginning beginning) {
        this.disk = disk;
        this.files = files;
        this.appenders = appenders;
        this.segmentBytes = segmentBytes;
        this.beginning = beginning;
    }

    /** How many torn tails were cut off. */
    int torn() {
        return torn;
    }

    /**
     * Appends and forces these lines. After a failure each file is opened again and the lines are written once more, since the
     * kernel may have dropped what it could not write; after a second one nothing of them stays.
     *
     * @param lines whole lines, by conversation
     */
    void append(Map<String, ByteArrayOutputStream> lines) throws IOException {
        before.clear();
        for (Map.Entry<String, ByteArrayOutputStream> entry : lines.entrySet()) {
            byte[] bytes = entry.getValue().toByteArray();
            try {
                append(entry.getKey(), bytes);
            } catch (IOException first) {
                try {
                    rollback(files.active(entry.getKey()));
                    append(entry.getKey(), bytes);
                } catch (IOException second) {
                    second.addSuppressed(first);
                    undo(second);
                    throw second;
                }
            }
        }
    }

    /** Takes back what the last {@link #append} wrote; what depends on it could not be written. */
    void undo(IOException cause) {
        for (Path file : before.keySet()) {
            try {
                rollback(file);
            } catch (IOException e) {
                cause.addSuppressed(e); // the lines stay; the next open finds that nothing depends on them
            }
        }
        before.clear();
    }

    private void rollback(Path file) throws IOException {
        appenders.close(file);
        Long length = before.get(file);
        if (length != null) {
            try (FileChannel channel = disk.open(file)) {
                if (channel.size() < length) {
                    throw new IOException(file + " became shorter than what was written to it");
                }
                disk.truncate(channel, length);
            }
        }
    }

    private void append(String conversationId, byte[] bytes) throws IOException {
        Path file = files.active(conversationId);
        Appenders.Appender appender = appender(file);
        if (appender.length >= segmentBytes) {
            rotate(conversationId, file, appender);
            appender = appender(file);
        }
        before.putIfAbsent(file, appender.length);
        byte[] all = bytes;
        if (appender.length == 0) {
            ByteArrayOutputStream fresh = new ByteArrayOutputStream();
            for (ObjectNode line : beginning.lines(conversationId)) {
                fresh.writeBytes(LogLine.write(line));
            }
            fresh.writeBytes(bytes);
            all = fresh.toByteArray();
        }
        disk.write(appender.channel, ByteBuffer.wrap(all), appender.length);
        disk.force(appender.channel, false);
        appender.length += all.length;
    }

    private Appenders.Appender appender(Path file) throws IOException {
        Appenders.Appender appender = appenders.get(file);
        if (appender == null) {
            FileChannel channel = disk.open(file);
            try {
                if (LogTail.repair(disk, channel, file)) {
                    torn++;
                }
                appender = new Appenders.Appender(channel, channel.size());
            } catch (IOException e) {
                channel.close();
                throw e;
            }
            appenders.put(file, appender);
        }
        return appender;
    }

    private void rotate(String conversationId, Path file, Appenders.Appender appender) throws IOException {
        disk.force(appender.channel, true);
        appenders.close(file);
        disk.move(file, files.next(conversationId));
        disk.syncDirectory(files.directory());
    }

    /** Closes the active file and begins the next one with the next append. */
    void rotate(String conversationId) throws IOException {
        Path file = files.active(conversationId);
        rotate(conversationId, file, appender(file));
    }
}
