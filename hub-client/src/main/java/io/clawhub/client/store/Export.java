package io.clawhub.client.store;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Copies a workspace into a zip, while it may be in use. */
final class Export {

    private Export() {}

    static void write(WorkspaceFiles files, Path zip) throws IOException {
        List<Path> documents = new ArrayList<>(List.of(files.config().file()));
        for (Changed which : Changed.values()) {
            if (which != Changed.LOG) {
                documents.add(files.of(which).file());
            }
        }
        // Not a FileChannel: an interrupted caller would find its own file closed.
        try (OutputStream out = Files.newOutputStream(zip, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
                ZipOutputStream packed = new ZipOutputStream(out)) {
            Disk.restrict(zip, "rw-------");
            for (Path document : documents) {
                add(packed, files.directory(), document, Long.MAX_VALUE);
            }
            for (String conversation : files.logs().conversations()) {
                for (Path segment : files.logs().segments(conversation)) {
                    add(packed, files.directory(), segment, wholeLines(segment));
                }
            }
        }
    }

    private static long wholeLines(Path segment) throws IOException {
        try (FileChannel channel = FileChannel.open(segment, StandardOpenOption.READ)) {
            return LogTail.lastNewline(channel, channel.size()) + 1;
        } catch (NoSuchFileException e) {
            return 0; // rotated since it was listed: its new name is listed too, or holds what was said before
        }
    }

    private static void add(ZipOutputStream packed, Path root, Path file, long length) throws IOException {
        if (!Files.exists(file)) {
            return;
        }
        packed.putNextEntry(
                new ZipEntry("im_client/" + root.relativize(file).toString().replace('\\', '/')));
        try (java.io.InputStream in = Files.newInputStream(file)) {
            byte[] block = new byte[64 * 1024];
            long left = length;
            int read = in.read(block, 0, (int) Math.min(block.length, left));
            while (read > 0) {
                packed.write(block, 0, read);
                left -= read;
                read = left == 0 ? 0 : in.read(block, 0, (int) Math.min(block.length, left));
            }
        }
        packed.closeEntry();
    }
}
