package io.clawhub.gateway.protocol.agentclub.files;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Locale;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;

import io.clawhub.gateway.GatewayConfig;
import io.clawhub.gateway.core.HubError;
import io.clawhub.gateway.core.HubException;
import io.clawhub.gateway.core.attachments.ContentTypes;
import io.clawhub.gateway.files.FileHead;

/** The operator's own files, such as a logo: those in one directory, and none below or beside it. Blocks. */
@ApplicationScoped
class OperatorFiles {

    private static final String SVG = ".svg";

    private final Optional<Path> directory;

    OperatorFiles(GatewayConfig config) {
        this.directory = config.media().directory().map(Path::of);
    }

    /**
     * Where the file is.
     *
     * @throws HubException {@link HubError#ATTACHMENT_NOT_FOUND} when it is not in the directory, or hidden
     */
    Path find(String name) throws IOException {
        if (directory.isEmpty() || name.isEmpty() || name.startsWith(".") || !isOneSegment(name)) {
            throw notFound();
        }
        try {
            Path home = directory.get().toRealPath();
            Path file = home.resolve(name).toRealPath();
            if (!home.equals(file.getParent()) || !Files.isRegularFile(file)) {
                throw notFound();
            }
            return file;
        } catch (NoSuchFileException | InvalidPathException e) {
            throw notFound();
        }
    }

    private static boolean isOneSegment(String name) {
        return name.indexOf('/') < 0 && name.indexOf('\\') < 0 && name.indexOf('\0') < 0;
    }

    /** What is told of it. Pictures may be SVG here: the operator put them there, and they are shown without scripts. */
    static FileHead head(Path file) throws IOException {
        BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
        String name = file.getFileName().toString();
        FileKind kind = FileKind.of(name);
        String type = name.toLowerCase(Locale.ROOT).endsWith(SVG)
                ? "image/svg+xml"
                : kind == null ? ContentTypes.BYTES : kind.contentType();
        return new FileHead(
                name,
                type,
                attributes.size(),
                Long.toHexString(attributes.lastModifiedTime().toMillis()) + "-" + Long.toHexString(attributes.size()),
                attributes.lastModifiedTime().toInstant(),
                type.startsWith("image/"),
                "public, max-age=300");
    }

    static InputStream open(Path file, long offset) throws IOException {
        return Channels.newInputStream(
                FileChannel.open(file, StandardOpenOption.READ).position(offset));
    }

    private static HubException notFound() {
        return new HubException(HubError.ATTACHMENT_NOT_FOUND, "no such file");
    }
}
