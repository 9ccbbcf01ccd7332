package io.clawhub.standalone.process;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/** A part's log: one file per run of the hub, the runs before as {@code NAME.1.log} (the latest) and so on. */
public final class LogFile {
    private static final int KEPT = 5;
    private static final int TAIL_BYTES = 16 * 1024;
    private static final int TAIL_LINES = 15;

    private LogFile() {}

    /** Sets the last run's log aside and forgets the oldest of five. */
    public static void rotate(Path log) {
        try {
            Files.createDirectories(log.getParent());
            for (int age = KEPT - 1; age >= 0; age--) {
                Path younger = aged(log, age);
                if (Files.exists(younger)) {
                    Files.move(younger, aged(log, age + 1), StandardCopyOption.REPLACE_EXISTING);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The end of the log, with a heading, for an error message. */
    public static String lastLines(Path log) {
        try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
            byte[] end = new byte[(int) Math.min(file.length(), TAIL_BYTES)];
            file.seek(file.length() - end.length);
            file.readFully(end);
            List<String> lines = new String(end, StandardCharsets.UTF_8).lines().toList();
            return "The end of " + log + ":\n"
                    + String.join("\n", lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size()));
        } catch (IOException e) {
            return "There is no log " + log + ".";
        }
    }

    private static Path aged(Path log, int age) {
        String name = log.getFileName().toString();
        return age == 0 ? log : log.resolveSibling(name.replaceFirst("\\.log$", "") + "." + age + ".log");
    }
}
