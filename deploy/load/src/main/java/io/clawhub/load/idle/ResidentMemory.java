package io.clawhub.load.idle;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The memory of another process, where there is a {@code /proc}. */
public final class ResidentMemory {

    private static final String RESIDENT = "VmRSS:";

    private ResidentMemory() {}

    /** In MiB; "-" when it cannot be told. */
    public static String of(long pid) {
        try {
            return Files.readAllLines(Path.of("/proc", Long.toString(pid), "status")).stream()
                    .filter(line -> line.startsWith(RESIDENT))
                    .map(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024 + " MiB")
                    .findFirst()
                    .orElse("-");
        } catch (IOException e) {
            return "-";
        }
    }
}
