package io.clawhub.events;

import java.util.List;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;

/**
 * What goes with a message besides its content. Absent values are null, and lists empty.
 *
 * @param kind {@code text}, {@code file}, {@code system} or {@code event}; null: text
 * @param replyTo the id of the message it answers
 * @param mentions who is mentioned: participant ids, or {@code all}
 * @param attachments the files that go with it
 * @param metadata a JSON object of the sender's own
 * @param runId the streamed run that it ends
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record MessageDetails(
        String kind,
        String replyTo,
        List<String> mentions,
        List<Attachment> attachments,
        JsonNode metadata,
        String runId) {

    /** In the metadata of a message that ends a run not as it should: {@code failed} or {@code cancelled}. */
    public static final String RUN_STATUS = "run_status";
    /** Beside it, why; may be absent. */
    public static final String RUN_REASON = "run_reason";

    public MessageDetails {
        mentions = mentions == null ? List.of() : List.copyOf(mentions);
        attachments = attachments == null ? List.of() : List.copyOf(attachments);
    }

    /**
     * A stored file.
     *
     * @param id its id in the hub's store
     * @param name its file name
     * @param contentType its media type
     * @param size bytes
     * @param sha256 hex of its SHA-256, or null
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Attachment(String id, String name, String contentType, long size, String sha256) {}
}
