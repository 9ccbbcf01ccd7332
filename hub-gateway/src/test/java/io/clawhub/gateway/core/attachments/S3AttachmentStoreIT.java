package io.clawhub.gateway.core.attachments;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.s3.S3Client;

import io.clawhub.gateway.AttachmentsConfig;
import io.clawhub.gateway.TestConfig;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The store on a real S3 server. */
class S3AttachmentStoreIT extends AttachmentStoreContract {

    private static S3Server server;
    private static S3Client client;

    @BeforeAll
    static void start() throws IOException {
        server = S3Server.start();
        client = S3AttachmentStore.client(settings(Map.of()).s3());
    }

    @AfterAll
    static void stop() {
        client.close();
        server.close();
    }

    private static AttachmentsConfig settings(Map<String, String> more) {
        Map<String, String> settings = new HashMap<>(server.settings());
        settings.putAll(more);
        return TestConfig.with(settings).attachments();
    }

    @Override
    AttachmentStore store() {
        return new S3AttachmentStore(client, S3Server.BUCKET, new Spool(incoming(), Clock.systemUTC()));
    }

    @Override
    Path incoming() {
        return directory.resolve("spool");
    }

    @Test
    void aStoreThatDoesNotAnswerIsAFailureOfTheUpload() throws IOException {
        AttachmentStore away =
                AttachmentStores.of(settings(Map.of("hub.attachments.s3.endpoint", "http://127.0.0.1:1")));

        try (AttachmentStore.Draft draft = away.write(new java.io.ByteArrayInputStream(new byte[10]), 10)) {
            assertThatThrownBy(() -> draft.keep(AttachmentIds.fresh()))
                    .isInstanceOf(IOException.class)
                    .hasMessage("the object store did not take it");
        }
    }

    @Test
    void aBucketMustBeNamedAndKeysComeInPairs() {
        assertThatThrownBy(() -> AttachmentStores.of(
                        TestConfig.with(Map.of("hub.attachments.store", "s3")).attachments()))
                .hasMessageContaining("hub.attachments.s3.bucket");
        assertThatThrownBy(() -> AttachmentStores.of(TestConfig.with(Map.of(
                                "hub.attachments.store", "s3",
                                "hub.attachments.s3.bucket", "b",
                                "hub.attachments.s3.access-key", "k"))
                        .attachments()))
                .hasMessageContaining("go together");
    }
}
