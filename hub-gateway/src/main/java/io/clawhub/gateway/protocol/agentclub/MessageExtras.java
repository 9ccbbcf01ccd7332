package io.clawhub.gateway.protocol.agentclub;

import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.clawhub.events.MessageDetails;
import io.clawhub.events.MessageDetails.Attachment;

/**
 * What this protocol says of a message besides its content, and where it goes in the hub's message: a file of ours is an
 * attachment; a {@code content_type} that does not follow from it, and a file that is elsewhere, stand in the metadata under
 * {@value #KEY}.
 *
 * @param contentType {@code text}, {@code image} …
 * @param fileUrl of a file that is elsewhere; empty otherwise
 * @param fileName the name to show; empty for none
 */
record MessageExtras(String contentType, String fileUrl, String fileName) {

    static final String KEY = "agent_club";

    private static final String TEXT = "text";
    private static final String FILE = "file";
    private static final List<String> BUCKETS = List.of("image", "audio", "video");

    /** The details of a message that a client sends. */
    static MessageDetails details(ClubEvent.SendMessage send, Attachment file) {
        ObjectNode extras = JsonNodeFactory.instance.objectNode();
        if (!send.contentType().equals(file == null ? TEXT : bucket(file))) {
            extras.put("content_type", send.contentType());
        }
        if (file == null) {
            put(extras, "file_url", send.fileUrl());
        }
        if (file == null || !file.name().equals(send.fileName())) {
            put(extras, "file_name", send.fileName());
        }
        ObjectNode metadata = extras.isEmpty() ? null : JsonNodeFactory.instance.objectNode();
        if (metadata != null) {
            metadata.set(KEY, extras);
        }
        return new MessageDetails(
                file == null ? null : FILE,
                send.replyTo(),
                send.mentions(),
                file == null ? List.of() : List.of(file),
                metadata,
                null);
    }

    /** The details of an edited text: whom it mentions, and nothing else. */
    static MessageDetails mentioning(List<String> mentions) {
        return mentions.isEmpty() ? null : new MessageDetails(null, null, mentions, null, null, null);
    }

    /** Of a message, whoever said it. */
    static MessageExtras of(MessageDetails details) {
        JsonNode given = details == null || details.metadata() == null
                ? MissingNode.getInstance()
                : details.metadata().path(KEY);
        Attachment file = details == null || details.attachments().isEmpty()
                ? null
                : details.attachments().getFirst();
        return new MessageExtras(
                given.path("content_type").asText(file == null ? TEXT : bucket(file)),
                given.path("file_url").asText(""),
                given.path("file_name").asText(file == null ? "" : file.name()));
    }

    /** {@code image}, {@code audio}, {@code video} or {@code file}, by the media type. */
    static String bucket(Attachment file) {
        String type = file.contentType();
        int slash = type.indexOf('/');
        String top = slash < 0 ? type : type.substring(0, slash);
        return BUCKETS.contains(top) ? top : FILE;
    }

    private static void put(ObjectNode to, String name, String value) {
        if (value != null) {
            to.put(name, value);
        }
    }
}
