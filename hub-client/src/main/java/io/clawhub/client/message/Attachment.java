package io.clawhub.client.message;

/**
 * A file that goes with a message.
 *
 * @param id the hub's id of the stored file
 * @param name its file name, without directories
 * @param contentType its media type
 * @param size bytes
 * @param sha256 hex of its SHA-256, or null if unknown
 */
public record Attachment(String id, String name, String contentType, long size, String sha256) {}
