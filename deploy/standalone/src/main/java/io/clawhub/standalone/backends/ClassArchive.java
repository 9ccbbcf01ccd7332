package io.clawhub.standalone.backends;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

import io.clawhub.standalone.process.Directories;

/**
 * Kafka's loaded classes, kept in the user's cache for its next start: a quarter of the CPU time, on a busy machine the
 * difference between 8 s and 2 s. The first broker that stops cleanly writes it. A JVM takes an archive only if its own
 * version, its flags and every jar are those it was made with, so the name is a digest of them.
 */
final class ClassArchive {
    private static final String PREFIX = "kafka-classes-";
    private static final String SUFFIX = ".jsa";
    /** One per checkout and JDK in use. */
    private static final int KEPT = 4;

    private final Path kept;
    private final Path written;

    /**
     * @param command of the JVM, without the flags from here
     * @param jars on its class path
     * @param directory where a new archive may be written first
     */
    ClassArchive(List<String> command, List<Path> jars, Path directory) {
        StringBuilder identity = new StringBuilder(Runtime.version().toString());
        identity.append(String.join(" ", command));
        jars.stream().sorted().forEach(jar -> identity.append(identity(jar)));
        String digest = UnpackedProgram.digest(identity.toString().getBytes(StandardCharsets.UTF_8));
        kept = Directories.cache().resolve(PREFIX + digest + SUFFIX);
        written = directory.resolve(PREFIX + digest + SUFFIX);
    }

    List<String> flags() {
        return Files.exists(kept)
                ? List.of("-Xshare:auto", "-XX:SharedArchiveFile=" + kept, "-Xlog:disable", "-Xlog:all=error:stderr")
                : List.of("-XX:ArchiveClassesAtExit=" + written, "-Xlog:disable", "-Xlog:all=error:stderr");
    }

    /** After the process has ended: puts what it wrote in place for others, all or nothing, and drops older ones. */
    void keep() {
        try {
            if (!Files.exists(written)) {
                return;
            }
            Path copy = Files.createTempFile(kept.getParent(), "unfinished-", SUFFIX);
            Files.copy(written, copy, StandardCopyOption.REPLACE_EXISTING);
            Files.move(copy, kept, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            Files.delete(written);
            dropOldest();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void dropOldest() throws IOException {
        try (Stream<Path> files = Files.list(kept.getParent())) {
            List<Path> old = files.filter(file -> file.getFileName().toString().startsWith(PREFIX))
                    .sorted(Comparator.comparingLong(
                                    (Path file) -> file.toFile().lastModified())
                            .reversed())
                    .skip(KEPT)
                    .toList();
            for (Path file : old) {
                Files.deleteIfExists(file);
            }
        }
    }

    private static String identity(Path jar) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(jar, BasicFileAttributes.class);
            return " " + jar + " " + attributes.size() + " " + attributes.lastModifiedTime();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
