package io.clawhub.gateway.core.attachments;

import java.nio.file.Path;
import java.time.Clock;

import io.clawhub.gateway.AttachmentsConfig;

/** Which store the configuration asks for. */
final class AttachmentStores {

    private AttachmentStores() {}

    /**
     * The store; null when files are kept in a directory and none is named.
     *
     * @throws IllegalStateException when the settings cannot be: this stops the start
     */
    static AttachmentStore of(AttachmentsConfig settings) {
        return switch (settings.store()) {
            case DIRECTORY ->
                settings.directory()
                        .map(directory -> new LocalAttachmentStore(Path.of(directory), Clock.systemUTC()))
                        .orElse(null);
            case S3 -> s3(settings);
        };
    }

    private static AttachmentStore s3(AttachmentsConfig settings) {
        AttachmentsConfig.S3 s3 = settings.s3();
        String bucket = s3.bucket()
                .orElseThrow(() -> new IllegalStateException(
                        "hub.attachments.store=s3 needs the name of a bucket: hub.attachments.s3.bucket"));
        if (s3.accessKey().isPresent() != s3.secretKey().isPresent()) {
            throw new IllegalStateException(
                    "hub.attachments.s3.access-key and hub.attachments.s3.secret-key go together");
        }
        Path spool = settings.directory()
                .map(Path::of)
                .orElseGet(() -> Path.of(System.getProperty("java.io.tmpdir"), "claw-chat-hub-incoming"));
        return new S3AttachmentStore(S3AttachmentStore.client(s3), bucket, new Spool(spool, Clock.systemUTC()));
    }
}
