package io.clawhub.standalone.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where a part of the hub lives.
 *
 * @param port it listens on
 * @param directory for it alone; made when it is missing. Named in the process' command line, by which it is found again
 * @param log its output, appended
 * @param throwAway whether the directory and the process end with this JVM, and durability against a crash of the
 *     machine may be traded for speed. A kill of the process loses nothing either way.
 */
public record Place(int port, Path directory, Path log, boolean throwAway) {
    public Place {
        directory = directory.toAbsolutePath().normalize();
        log = log.toAbsolutePath().normalize();
    }

    /** A random port and a new directory under the system's temporary one. */
    public static Place throwAway(String name) {
        try {
            Path directory = Files.createTempDirectory("claw-chat-hub-" + name + "-");
            return new Place(Ports.random(), directory, directory.resolve(name + ".log"), true);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The part's own files in its directory. */
    public Path data() {
        return directory.resolve("data");
    }
}
