package io.clawhub.standalone.process;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The Java that runs this, for more processes like it. */
public final class JavaProgram {
    private static final int COMPACT_OBJECT_HEADERS_SINCE = 25;
    private static final int UNSAFE_WARNS_SINCE = 24;

    private JavaProgram() {}

    /** The beginning of a command: the program and the flags that suit whatever version it is. */
    public static List<String> command() {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("--enable-native-access=ALL-UNNAMED");
        int version = Runtime.version().feature();
        if (version >= UNSAFE_WARNS_SINCE) {
            command.add("--sun-misc-unsafe-memory-access=allow");
        }
        if (version >= COMPACT_OBJECT_HEADERS_SINCE) {
            command.add("-XX:+UseCompactObjectHeaders");
        }
        return command;
    }
}
