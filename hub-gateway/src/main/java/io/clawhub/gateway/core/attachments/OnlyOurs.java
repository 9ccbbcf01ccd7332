package io.clawhub.gateway.core.attachments;

import java.nio.file.FileSystems;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/** What files and directories are made with: other users of the machine may not read them. Nothing where there is no POSIX. */
final class OnlyOurs {

    static final FileAttribute<?>[] DIRECTORY = permissions("rwx------");
    static final FileAttribute<?>[] FILE = permissions("rw-------");

    private OnlyOurs() {}

    private static FileAttribute<?>[] permissions(String permissions) {
        return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }
}
