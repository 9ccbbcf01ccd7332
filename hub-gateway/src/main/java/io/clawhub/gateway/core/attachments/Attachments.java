package io.clawhub.gateway.core.attachments;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.jboss.logging.Logger;

import io.clawhub.gateway.GatewayConfig;
import io.clawhub.gateway.core.HubError;
import io.clawhub.gateway.core.HubException;
import io.clawhub.gateway.core.outbox.DatabaseContext;

/** Takes files and hands them out. Every call blocks; refusals are {@link HubException}s. */
@ApplicationScoped
public class Attachments {

    private static final Logger LOG = Logger.getLogger(Attachments.class);

    /** Uploads at once on one gateway; each has a thread, an open file and 64 KiB. */
    private static final int MAX_UPLOADS = 64;

    /** {@link DatabaseContext} answers within 3 s; this only guards against a fault there. */
    private static final Duration DATABASE_LIMIT = Duration.ofSeconds(10);

    private final AttachmentStore store;
    private final long maxBytes;
    private final UploadQuota quota;
    private final DatabaseContext database;
    private final MeterRegistry metrics;
    private final Semaphore uploads = new Semaphore(MAX_UPLOADS);

    Attachments(GatewayConfig config, DatabaseContext database, MeterRegistry metrics) {
        this.store = AttachmentStores.of(config.attachments());
        this.maxBytes = config.attachments().maxSize();
        this.quota = new UploadQuota(config.attachments().dailyBytes(), database);
        this.database = database;
        this.metrics = metrics;
    }

    /** The largest file, bytes. */
    public long maxBytes() {
        return maxBytes;
    }

    /**
     * Takes a file. It is durable, and can be read from every gateway, on return; after a failure nothing is left of it.
     *
     * @param ownerId the participant who uploads it
     * @param name what the client calls it; made harmless
     * @param contentType what the client says it is, or null
     * @param body read to its end, unless the file is refused; a refusal that it throws is passed on
     */
    public Attachment upload(String ownerId, String name, String contentType, InputStream body) {
        requireStore();
        if (!uploads.tryAcquire()) {
            throw new HubException(HubError.RATE_LIMITED, "too many uploads at once, try again soon");
        }
        try (AttachmentStore.Draft draft = takeWithinQuota(ownerId, body)) {
            Attachment attachment = new Attachment(
                    AttachmentIds.fresh(),
                    FileNames.safe(name),
                    ContentTypes.known(contentType),
                    draft.size(),
                    draft.sha256(),
                    ownerId,
                    DatabaseContext.now());
            // The row comes first: a crash between the two leaves a row that nobody knows the id of, and not 50 MiB.
            await(database.inTransaction(() -> AttachmentEntity.of(attachment).persist()));
            draft.keep(attachment.id());
            metrics.counter("hub.attachments.uploaded.bytes").increment(attachment.size());
            return attachment;
        } catch (AttachmentStore.TooLargeException e) {
            throw new HubException(HubError.MESSAGE_TOO_LARGE, "a file may have at most " + maxBytes + " bytes");
        } catch (IOException e) {
            LOG.warnf("upload failed: %s", e.toString());
            throw unavailable();
        } finally {
            uploads.release();
        }
    }

    private AttachmentStore.Draft takeWithinQuota(String ownerId, InputStream body) throws IOException {
        // Once before, so that bytes which cannot be kept are not taken in; and once when it is known how many there
        // are.
        await(quota.check(ownerId, 0));
        AttachmentStore.Draft draft = store.write(body, maxBytes);
        try {
            await(quota.check(ownerId, draft.size()));
            return draft;
        } catch (RuntimeException refused) {
            draft.close();
            throw refused;
        }
    }

    /** What is known of a file; fails with {@link HubError#ATTACHMENT_NOT_FOUND}. */
    public Attachment describe(String id) {
        requireStore();
        return await(find(id)).orElseThrow(Attachments::notFound);
    }

    /** What is known of a file, if there is one. In contrast to everything else here, this does not block. */
    public Uni<Optional<Attachment>> find(String id) {
        return AttachmentIds.isShaped(id)
                ? database.inSession(() -> AttachmentEntity.<AttachmentEntity>findById(id))
                        .map(row -> Optional.ofNullable(row).map(AttachmentEntity::attachment))
                : Uni.createFrom().item(Optional.empty());
    }

    /** The bytes of a file from an offset to the end. */
    public InputStream read(Attachment attachment, long offset) {
        requireStore();
        try {
            return store.read(attachment.id(), offset);
        } catch (NoSuchFileException e) {
            LOG.warnf(
                    "a file of %s is missing: do all gateways share hub.attachments.directory, or one bucket?",
                    attachment.owner());
            throw notFound();
        } catch (IOException e) {
            LOG.warnf("reading an attachment failed: %s", e.toString());
            throw unavailable();
        }
    }

    @Blocking
    @Scheduled(every = "10m", delayed = "1m", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void removeLeftovers() {
        if (store == null) {
            return;
        }
        try {
            store.removeLeftovers();
        } catch (IOException e) {
            LOG.warnf("leftovers of uploads could not be removed: %s", e.toString());
        }
    }

    private void requireStore() {
        if (store == null) {
            throw new HubException(
                    HubError.ATTACHMENTS_UNAVAILABLE, "this hub keeps no files: hub.attachments.directory is not set");
        }
    }

    private static <T> T await(Uni<T> work) {
        return work.await().atMost(DATABASE_LIMIT);
    }

    private static HubException notFound() {
        return new HubException(HubError.ATTACHMENT_NOT_FOUND, "no such attachment");
    }

    private static HubException unavailable() {
        return new HubException(HubError.ATTACHMENTS_UNAVAILABLE, "the file could not be stored or read, please retry");
    }
}
