package io.clawhub.standalone.backends;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

import io.clawhub.standalone.process.Directories;

/** A program from a Maven artifact, unpacked into the user's cache under the digest of its archive. */
final class UnpackedProgram {
    private static final int DIGEST_CHARACTERS = 12;

    private UnpackedProgram() {}

    /** Writes the content of the archive into the given, empty directory. */
    @FunctionalInterface
    interface Unpacking {
        void unpack(byte[] archive, Path directory) throws IOException;
    }

    /**
     * @param archive read to its end and closed
     * @return the directory with the program; several processes may ask at once
     */
    static Path directory(String name, InputStream archive, Unpacking unpacking) {
        try (archive) {
            byte[] bytes = archive.readAllBytes();
            Path target = Directories.cache().resolve(name + "-" + digest(bytes));
            if (Files.isDirectory(target)) {
                return target;
            }
            Path unpacked = Files.createTempDirectory(target.getParent(), name + "-unpacking-");
            unpacking.unpack(bytes, unpacked);
            try {
                Files.move(unpacked, target, StandardCopyOption.ATOMIC_MOVE);
            } catch (DirectoryNotEmptyException | FileAlreadyExistsException e) {
                // Somebody else was quicker; theirs is as good.
                Directories.delete(unpacked);
            }
            return target;
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot unpack " + name + ": " + e.getMessage(), e);
        }
    }

    /** Short, for file names. */
    static String digest(byte[] bytes) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(bytes))
                    .substring(0, DIGEST_CHARACTERS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
