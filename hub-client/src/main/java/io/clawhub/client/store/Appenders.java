package io.clawhub.client.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;

/** The logs that are open for appending, of all workspaces of the process: the most recently used ones. For the I/O thread only. */
final class Appenders {

    /** Far below the usual limit of 1 024 open files, since the process has others to open. */
    private static final int OPEN_MAX = 64;

    /** An open log and where its good lines end. */
    static final class Appender {
        final FileChannel channel;
        long length;

        Appender(FileChannel channel, long length) {
            this.channel = channel;
            this.length = length;
        }
    }

    private final Map<Path, Appender> open = new LinkedHashMap<>(16, 0.75f, true);

    Appender get(Path file) {
        return open.get(file);
    }

    void put(Path file, Appender appender) throws IOException {
        open.put(file, appender);
        if (open.size() > OPEN_MAX) {
            close(open.keySet().iterator().next());
        }
    }

    void close(Path file) throws IOException {
        Appender appender = open.remove(file);
        if (appender != null) {
            appender.channel.close();
        }
    }

    void closeUnder(Path directory) throws IOException {
        for (Path file : new ArrayList<>(open.keySet())) {
            if (file.startsWith(directory)) {
                close(file);
            }
        }
    }
}
