package io.clawhub.gateway.core.media;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import io.clawhub.events.MessageDetails;
import io.clawhub.gateway.GatewayConfig;
import io.clawhub.gateway.core.HubError;
import io.clawhub.gateway.core.HubException;
import io.clawhub.gateway.core.attachments.Attachment;
import io.clawhub.gateway.core.attachments.AttachmentIds;
import io.clawhub.gateway.core.attachments.Attachments;

/**
 * Makes links to files, and reads them. A link is relative, and is good for {@code hub.media.link-life} and up to a sixteenth of it more:
 * within that sixteenth a file has one link, so that browsers find in their cache what they fetched.
 */
@ApplicationScoped
public class MediaUrls {

    private static final int STEPS = 16;
    /** Everything else is a {@code _} in the path: no client has to decode anything. */
    private static final Pattern UNSAFE = Pattern.compile("[^A-Za-z0-9._-]+");

    private static final Pattern FOREIGN =
            Pattern.compile("https?://[^\\s\"'<>\\\\]{1,2000}", Pattern.CASE_INSENSITIVE);

    private final Supplier<List<byte[]>> keys;
    private final Function<String, Uni<Optional<Attachment>>> files;
    private final long lifeSeconds;
    private final Clock clock;

    @Inject
    MediaUrls(MediaKeys keys, Attachments attachments, GatewayConfig config) {
        this(keys::newestFirst, attachments::find, config.media().linkLife(), Clock.systemUTC());
    }

    MediaUrls(
            Supplier<List<byte[]>> keys,
            Function<String, Uni<Optional<Attachment>>> files,
            Duration life,
            Clock clock) {
        this.keys = keys;
        this.files = files;
        this.lifeSeconds = Math.max(1, life.toSeconds());
        this.clock = clock;
    }

    /** A fresh link. While no key has been read it is not signed, and can be followed with a credential only. */
    public String urlOf(Attachment attachment) {
        return urlOf(attachment.id(), attachment.name());
    }

    /** A fresh link to a file that goes with a message. */
    public String urlOf(MessageDetails.Attachment attachment) {
        return urlOf(attachment.id(), attachment.name());
    }

    private String urlOf(String id, String name) {
        String path = pathOf(id, UNSAFE.matcher(name).replaceAll("_"));
        return path == null ? "" : signed(path, id);
    }

    /** Null for an id that a client made up: such a file is nowhere. */
    private static String pathOf(String id, String safeName) {
        return AttachmentIds.isShaped(id)
                ? MediaLink.PATH + id.substring(AttachmentIds.PREFIX.length()) + '_' + safeName
                : null;
    }

    private String signed(String path, String id) {
        List<byte[]> known = keys.get();
        if (known.isEmpty()) {
            return path;
        }
        long step = Math.max(1, lifeSeconds / STEPS);
        long expiresAt = (clock.instant().getEpochSecond() / step + 1) * step + lifeSeconds;
        return path + "?exp=" + expiresAt + "&sig=" + Signatures.of(known.getFirst(), id, expiresAt);
    }

    /**
     * The same link, good for a while again, if the hub made it, however long ago; anything else as it is. For links that are kept, such as
     * that of a profile's picture.
     */
    public String renewed(String url) {
        MediaLink link = url == null ? null : MediaLink.read(url);
        return link == null || !isGenuine(link) || !url.startsWith(MediaLink.PATH)
                ? url
                : signed(url.substring(0, url.indexOf('?')), link.id());
    }

    /**
     * The file that a client means by a link which it puts into a message.
     *
     * @param senderId who sends the message
     * @return empty for an absolute link to somewhere else. Fails with {@link HubError#ATTACHMENT_NOT_FOUND} when there is no such file, or
     *     the sender neither uploaded it nor shows a link that the hub made, be it an old one: then somebody told them of it. Fails with
     *     {@link HubError#MISSING_FIELDS} for what is no link at all
     */
    public Uni<Optional<Attachment>> attachmentOf(String fileUrl, String senderId) {
        MediaLink link = MediaLink.read(fileUrl);
        if (link == null || !fileUrl.startsWith(MediaLink.PATH) && !isGenuine(link)) {
            return FOREIGN.matcher(fileUrl).matches()
                    ? Uni.createFrom().item(Optional.empty())
                    : Uni.createFrom()
                            .failure(new HubException(
                                    HubError.MISSING_FIELDS, "file_url must be what an upload answered, or http(s)"));
        }
        boolean told = isGenuine(link);
        return files.apply(link.id()).map(found -> {
            if (found.isEmpty() || !told && !found.get().owner().equals(senderId)) {
                throw new HubException(HubError.ATTACHMENT_NOT_FOUND, "no such file");
            }
            return found;
        });
    }

    /**
     * The id of the file that a path names.
     *
     * @param file the path's last segment
     * @return null when it names none
     */
    public String idOf(String file) {
        return MediaLink.idOf(file);
    }

    /** Whether the hub signed this, and it has not run out. */
    public boolean mayFollow(String id, String expiry, String signature) {
        if (expiry == null || signature == null || !expiry.matches("\\d{1,12}")) {
            return false;
        }
        long expiresAt = Long.parseLong(expiry);
        return expiresAt > clock.instant().getEpochSecond() && isGenuine(new MediaLink(id, expiresAt, signature));
    }

    private boolean isGenuine(MediaLink link) {
        return !link.signature().isEmpty()
                && Signatures.isGenuine(keys.get(), link.id(), link.expiresAt(), link.signature());
    }
}
