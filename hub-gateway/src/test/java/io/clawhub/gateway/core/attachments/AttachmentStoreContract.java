package io.clawhub.gateway.core.attachments;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What every store does. */
abstract class AttachmentStoreContract {

    private static final int LIMIT = 200_000;

    @TempDir
    Path directory;

    /** The store, as another gateway sees it each time. */
    abstract AttachmentStore store();

    /** Where bytes wait until they are whole. */
    abstract Path incoming();

    @Test
    void takesExactlyTheLimitAndNotOneByteMore() throws IOException, NoSuchAlgorithmException {
        byte[] bytes = bytes(LIMIT);
        String id = AttachmentIds.fresh();
        try (AttachmentStore.Draft draft = store().write(new ByteArrayInputStream(bytes), LIMIT)) {
            assertThat(draft.size()).isEqualTo(LIMIT);
            assertThat(draft.sha256())
                    .isEqualTo(HexFormat.of()
                            .formatHex(MessageDigest.getInstance("SHA-256").digest(bytes)));
            draft.keep(id);
        }
        try (InputStream read = store().read(id, 0);
                InputStream tail = store().read(id, LIMIT - 3)) {
            assertThat(read.readAllBytes()).isEqualTo(bytes);
            assertThat(tail.readAllBytes()).hasSize(3);
        }
        assertThat(waiting()).isEmpty();

        assertThatThrownBy(() -> store().write(new ByteArrayInputStream(bytes(LIMIT + 1)), LIMIT))
                .isInstanceOf(AttachmentStore.TooLargeException.class);
        assertThat(waiting()).isEmpty();
    }

    @Test
    void keepsAnEmptyFile() throws IOException {
        String id = AttachmentIds.fresh();
        try (AttachmentStore.Draft draft = store().write(InputStream.nullInputStream(), LIMIT)) {
            draft.keep(id);
        }

        try (InputStream read = store().read(id, 0)) {
            assertThat(read.readAllBytes()).isEmpty();
        }
    }

    @Test
    void aReaderMayStopEarly() throws IOException {
        String id = AttachmentIds.fresh();
        try (AttachmentStore.Draft draft = store().write(new ByteArrayInputStream(bytes(LIMIT)), LIMIT)) {
            draft.keep(id);
        }

        for (int i = 0; i < 20; i++) {
            try (InputStream read = store().read(id, i)) {
                assertThat(read.read()).isEqualTo(bytes(LIMIT)[i] & 0xff);
            }
        }
    }

    @Test
    void nothingIsLeftOfABodyThatBreaks() throws IOException {
        InputStream broken = new SequenceInputStream(new ByteArrayInputStream(bytes(100_000)), new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("aborted");
            }
        });

        assertThatThrownBy(() -> store().write(broken, LIMIT)).hasMessage("aborted");
        assertThat(waiting()).isEmpty();
    }

    @Test
    void nothingIsLeftOfADraftThatIsNotKept() throws IOException {
        store().write(new ByteArrayInputStream(bytes(10)), LIMIT).close();

        assertThat(waiting()).isEmpty();
        assertThatThrownBy(() -> store().read(AttachmentIds.fresh(), 0)).isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void removesOldLeftoversAndNothingElse() throws IOException {
        Path incoming = Files.createDirectories(incoming());
        Path old = Files.createFile(incoming.resolve("old.part"));
        Files.setLastModifiedTime(
                old, FileTime.from(Instant.now().minus(Spool.LEFTOVER_AGE).minusSeconds(60)));
        Path running = Files.createFile(incoming.resolve("running.part"));

        store().removeLeftovers();

        assertThat(waiting()).containsExactly(running);
    }

    private List<Path> waiting() throws IOException {
        if (!Files.isDirectory(incoming())) {
            return List.of();
        }
        try (Stream<Path> all = Files.walk(incoming())) {
            return all.filter(Files::isRegularFile).toList();
        }
    }

    private static byte[] bytes(int size) {
        byte[] bytes = new byte[size];
        new Random(1).nextBytes(bytes);
        return bytes;
    }
}
