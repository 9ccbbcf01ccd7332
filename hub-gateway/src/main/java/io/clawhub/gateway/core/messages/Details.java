package io.clawhub.gateway.core.messages;

import java.util.Set;

import com.fasterxml.jackson.databind.JsonNode;

import io.clawhub.events.MessageDetails;
import io.clawhub.events.MessageDetails.Attachment;
import io.clawhub.gateway.core.HubError;
import io.clawhub.gateway.core.HubException;
import io.clawhub.gateway.core.Ids;

/** What may go with a message. The bounds keep a record of the log small besides its content. */
public final class Details {

    private static final Set<String> KINDS = Set.of("text", "file", "system", "event");
    private static final int MAX_MENTIONS = 100;
    private static final int MAX_ATTACHMENTS = 20;
    static final int MAX_METADATA_BYTES = 4 * 1024;
    /** Of a file name and of a media type: what file systems take. */
    private static final int MAX_NAME_BYTES = 255;

    private static final int SHA256_HEX = 64;

    private Details() {}

    /**
     * Checks what goes with a message; null is fine.
     *
     * @throws HubException {@link HubError#MISSING_FIELDS} for a kind that does not exist or a field of the wrong type,
     *     {@link HubError#INVALID_ID}, {@link HubError#INVALID_TEXT}, {@link HubError#MESSAGE_TOO_LARGE}
     */
    public static void check(MessageDetails details) {
        check(details, MAX_METADATA_BYTES);
    }

    /** The same for a sender with a limit of its own, bytes of metadata. */
    static void check(MessageDetails details, int maxMetadataBytes) {
        if (details == null) {
            return;
        }
        if (details.kind() != null && !KINDS.contains(details.kind())) {
            throw new HubException(HubError.MISSING_FIELDS, "kind must be text, file, system or event");
        }
        checkId(details.replyTo(), "reply_to");
        checkId(details.runId(), "run_id");
        atMost(MAX_MENTIONS, details.mentions().size(), "mentions");
        details.mentions().forEach(mention -> Ids.checked(mention, "mentions"));
        atMost(MAX_ATTACHMENTS, details.attachments().size(), "attachments");
        details.attachments().forEach(Details::check);
        checkMetadata(details.metadata(), maxMetadataBytes);
    }

    private static void check(Attachment attachment) {
        if (attachment.id() == null || attachment.name() == null || attachment.contentType() == null) {
            throw new HubException(HubError.MISSING_FIELDS, "an attachment needs id, name and content_type");
        }
        Ids.checked(attachment.id(), "attachment id");
        Content.checkText(attachment.name(), MAX_NAME_BYTES);
        Content.checkText(attachment.contentType(), MAX_NAME_BYTES);
        if (attachment.size() < 0 || attachment.sha256() != null && !isSha256(attachment.sha256())) {
            throw new HubException(HubError.MISSING_FIELDS, "an attachment's size or sha256 is impossible");
        }
    }

    private static boolean isSha256(String hex) {
        return hex.length() == SHA256_HEX && hex.chars().allMatch(c -> Character.digit(c, 16) >= 0 && c < 0x80);
    }

    /** Checks metadata alone, as {@link #check} does. */
    public static void checkMetadata(JsonNode metadata, int maxBytes) {
        if (metadata == null) {
            return;
        }
        if (!metadata.isObject()) {
            throw new HubException(HubError.MISSING_FIELDS, "metadata must be an object");
        }
        Content.check(metadata, maxBytes);
    }

    private static void checkId(String id, String field) {
        if (id != null) {
            Ids.checked(id, field);
        }
    }

    private static void atMost(int limit, int size, String field) {
        if (size > limit) {
            throw new HubException(HubError.MESSAGE_TOO_LARGE, size + " " + field + ", the limit is " + limit);
        }
    }
}
