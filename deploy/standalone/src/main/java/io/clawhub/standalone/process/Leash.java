package io.clawhub.standalone.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/**
 * Binds a process to the life of this JVM, however the JVM ends: a small shell holds the other end of a pipe, and when
 * the pipe breaks it kills the process and deletes its directory.
 */
public final class Leash {
    /** $1 pid, $2 directory, which also marks the process' command line. */
    private static final String SCRIPT =
            """
            trap '' INT TERM HUP
            cat >/dev/null
            if grep -qaF "$2" "/proc/$1/cmdline" 2>/dev/null || ps -o args= -p "$1" 2>/dev/null | grep -qF "$2"; then
              kill -KILL "$1" 2>/dev/null
            fi
            for attempt in 1 2 3 4 5; do
              rm -rf "$2" 2>/dev/null && exit 0
              sleep 1
            done
            """;

    private final Process shell;

    private Leash(Process shell) {
        this.shell = shell;
    }

    /**
     * @param process whose command line names {@code directory}
     * @param directory deleted when this JVM ends
     */
    public static Leash attach(OsProcess process, Path directory) {
        try {
            return new Leash(
                    new ProcessBuilder("sh", "-c", SCRIPT, "leash", Long.toString(process.pid()), directory.toString())
                            .directory(Path.of("/").toFile())
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Lets the process go; neither it nor the directory is touched any more. */
    public void release() {
        shell.destroyForcibly();
    }
}
