package io.clawhub.standalone.launcher;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Prints what is appended to log files, line by line. Not thread-safe. */
final class LogFollower {
    private static final int CHUNK = 64 * 1024;
    private static final long POLL_MILLIS = 200;

    private final PrintWriter out;
    private final List<Followed> files = new ArrayList<>();

    LogFollower(PrintWriter out) {
        this.out = out;
    }

    /**
     * @param prefix before each line
     * @param from the position in bytes from which on lines are printed
     */
    LogFollower add(String prefix, Path file, long from) {
        files.add(new Followed(prefix, file, from));
        return this;
    }

    /** Prints until the thread is interrupted. */
    void follow() {
        while (!Thread.currentThread().isInterrupted()) {
            boolean printed = false;
            for (Followed file : files) {
                printed |= file.print();
            }
            out.flush();
            if (!printed && !slept()) {
                return;
            }
        }
    }

    /** Prints what is there now. */
    void once() {
        for (Followed file : files) {
            boolean more = true;
            while (more) {
                more = file.print();
            }
            file.printRest();
        }
        out.flush();
    }

    private static boolean slept() {
        try {
            Thread.sleep(POLL_MILLIS);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private final class Followed {
        private final String prefix;
        private final Path file;
        private long position;
        private byte[] unfinished = {};

        Followed(String prefix, Path file, long from) {
            this.prefix = prefix;
            this.file = file;
            this.position = from;
        }

        /** Whether there was anything. */
        boolean print() {
            byte[] read = read();
            if (read.length == 0) {
                return false;
            }
            byte[] all = ByteBuffer.allocate(unfinished.length + read.length)
                    .put(unfinished)
                    .put(read)
                    .array();
            int start = 0;
            for (int at = 0; at < all.length; at++) {
                if (all[at] == '\n') {
                    line(new String(all, start, at - start, StandardCharsets.UTF_8));
                    start = at + 1;
                }
            }
            if (start == 0 && all.length > CHUNK) {
                line(new String(all, StandardCharsets.UTF_8));
                start = all.length;
            }
            unfinished = Arrays.copyOfRange(all, start, all.length);
            return true;
        }

        void printRest() {
            if (unfinished.length > 0) {
                line(new String(unfinished, StandardCharsets.UTF_8));
                unfinished = new byte[] {};
            }
        }

        private void line(String text) {
            out.println(prefix + text);
        }

        private byte[] read() {
            if (!Files.exists(file)) {
                return new byte[] {};
            }
            try (RandomAccessFile access = new RandomAccessFile(file.toFile(), "r")) {
                if (access.length() < position) {
                    // A new run began: the file was set aside and made anew.
                    position = 0;
                }
                byte[] chunk = new byte[(int) Math.min(CHUNK, access.length() - position)];
                access.seek(position);
                access.readFully(chunk);
                position += chunk.length;
                return chunk;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
