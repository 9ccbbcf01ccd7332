package io.clawhub.gateway.core.attachments;

import java.time.Instant;

/**
 * What is known of a file.
 *
 * @param id {@code att_} and 32 random hex digits: whoever knows it and may use the hub may read the file
 * @param name its file name, without directories and control characters
 * @param contentType its media type, one of {@link ContentTypes}
 * @param size bytes
 * @param sha256 of its bytes, in hex
 * @param owner the participant who uploaded it
 * @param createdAt when
 */
public record Attachment(
        String id, String name, String contentType, long size, String sha256, String owner, Instant createdAt) {}
