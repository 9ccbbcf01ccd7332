package io.clawhub.standalone.backends;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

import io.zonky.test.db.postgres.embedded.DefaultPostgresBinaryResolver;
import io.zonky.test.db.postgres.util.LinuxUtils;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

import io.clawhub.standalone.process.StartException;

/** PostgreSQL's own programs, unpacked, and how to run them as the user we are. */
final class PostgresPrograms {
    private static final int OWNER_EXECUTE = 0100;

    private PostgresPrograms() {}

    /** The beginning of a command that runs {@code program}, such as {@code initdb}. */
    static List<String> command(String program) {
        String path = Unpacked.DIRECTORY.resolve("bin").resolve(program).toString();
        if (!isRoot()) {
            return List.of(path);
        }
        // PostgreSQL refuses to run as root. In a new user namespace it is nobody, but still owns our files.
        if (!LinuxUtils.isUnshareAvailable()) {
            throw new StartException("PostgreSQL does not run as root, and this system does not allow `unshare -U`,"
                    + " which would hide it. Run as an ordinary user.");
        }
        return List.of("unshare", "-U", path);
    }

    private static boolean isRoot() {
        try {
            return Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
        } catch (IOException | UnsupportedOperationException e) {
            return "root".equals(System.getProperty("user.name"));
        }
    }

    /** Lazily, once per JVM. */
    private static final class Unpacked {
        static final Path DIRECTORY = unpacked();
    }

    private static Path unpacked() {
        String system = System.getProperty("os.name").startsWith("Mac") ? "Darwin" : "Linux";
        try {
            InputStream archive = DefaultPostgresBinaryResolver.INSTANCE.getPgBinary(
                    system, normalized(System.getProperty("os.arch")));
            return UnpackedProgram.directory("postgres", archive, PostgresPrograms::untar);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (IllegalStateException e) {
            throw new StartException("There is no PostgreSQL for this system: " + e.getMessage(), e);
        }
    }

    /** As the archives are named. */
    private static String normalized(String architecture) {
        return "aarch64".equals(architecture) ? "arm_64" : "x86_64";
    }

    private static void untar(byte[] archive, Path directory) throws IOException {
        try (TarArchiveInputStream tar = new TarArchiveInputStream(
                new BufferedInputStream(new XZCompressorInputStream(new ByteArrayInputStream(archive))))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                Path target = directory.resolve(entry.getName()).normalize();
                if (!target.startsWith(directory)) {
                    throw new IOException("The archive leaves its directory: " + entry.getName());
                }
                if (entry.isDirectory()) {
                    Files.createDirectories(target);
                    continue;
                }
                Files.createDirectories(target.getParent());
                if (entry.isSymbolicLink()) {
                    Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
                } else {
                    Files.copy(tar, target, StandardCopyOption.REPLACE_EXISTING);
                    target.toFile().setExecutable((entry.getMode() & OWNER_EXECUTE) != 0);
                }
            }
        }
    }
}
