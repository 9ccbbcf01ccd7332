package io.clawhub.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Another process, as Linux tells of it.
 *
 * @param pid its number
 */
public record GatewayProcess(long pid) {

    private static final String RESIDENT = "VmRSS:";
    /** The kernel's clock tick, which is the same on every Linux that is met. */
    private static final double TICKS_PER_SECOND = 100;
    /** Of the fields of {@code stat} behind the program's name: the ticks in user mode, and after them those in the kernel. */
    private static final int USER_TICKS = 11;

    /** Its resident memory. */
    public long residentKib() throws IOException {
        for (String line : Files.readAllLines(file("status"))) {
            if (line.startsWith(RESIDENT)) {
                return Long.parseLong(line.replaceAll("\\D", ""));
            }
        }
        throw new IOException("no " + RESIDENT + " of process " + pid);
    }

    /** The processor time that it has taken so far. */
    public double cpuSeconds() throws IOException {
        String stat = Files.readString(file("stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return (Long.parseLong(fields[USER_TICKS]) + Long.parseLong(fields[USER_TICKS + 1])) / TICKS_PER_SECOND;
    }

    private Path file(String name) {
        return Path.of("/proc", Long.toString(pid), name);
    }
}
