package io.clawhub.gateway.protocol.im;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;

import io.clawhub.events.MessageDetails;
import io.clawhub.events.MessageDetails.Attachment;
import io.clawhub.gateway.core.Command.SendMessage;
import io.clawhub.gateway.core.CursorCommand;
import io.clawhub.gateway.core.StreamCommand;
import io.clawhub.gateway.json.JsonFields;

/** Reads {@link ChatFrame}s and {@link RunFrame}s. */
final class ChatReaders {

    private static final String TEXT = "text";
    private static final String UNNAMED = "application/octet-stream";
    private static final int MAX_ATTACHMENTS = 20;
    private static final Set<String> RUN_KINDS = Set.of(TEXT, "think", "tool", "tool_result", "progress");

    private ChatReaders() {}

    static void addTo(Map<String, Function<JsonFields, ImFrame>> readers) {
        readers.put("send", fields -> new ChatFrame.Send(message(fields, fields.requiredId("cmid"))));
        readers.put(
                "ack",
                fields -> new ChatFrame.Moved(
                        new CursorCommand.Acknowledge(fields.requiredId("conversation_id"), seq(fields))));
        readers.put(
                "read",
                fields -> new ChatFrame.Moved(
                        new CursorCommand.MarkRead(fields.requiredId("conversation_id"), seq(fields))));
        readers.put("typing", ChatReaders::typing);
        readers.put(
                "stream_begin",
                fields -> new RunFrame.Begin(
                        fields.requiredId("run_id"),
                        fields.requiredId("cmid"),
                        fields.id("to"),
                        fields.id("conversation_id"),
                        fields.id("service_id"),
                        details(fields)));
        readers.put(
                "stream_delta",
                fields -> new RunFrame.Delta(
                        fields.requiredId("run_id"), piece(fields), runKind(fields), fields.requiredText(TEXT)));
        readers.put(
                "stream_replace",
                fields -> new RunFrame.Replace(fields.requiredId("run_id"), piece(fields), fields.requiredText(TEXT)));
        readers.put(
                "stream_end",
                fields -> new RunFrame.End(
                        fields.requiredId("run_id"),
                        fields.id("cmid"),
                        piece(fields),
                        fields.requiredText(TEXT),
                        fields.id("service_id"),
                        details(fields),
                        outcome(fields.text("status")),
                        fields.text("reason")));
        readers.put(
                "cancel",
                fields -> new RunFrame.Cancel(fields.requiredId("run_id"), fields.requiredId("conversation_id")));
    }

    /** The message in these fields. */
    static SendMessage message(JsonFields fields, String cmid) {
        return new SendMessage(
                cmid,
                fields.id("to"),
                fields.id("service_id"),
                fields.id("conversation_id"),
                TextNode.valueOf(fields.requiredText(TEXT)),
                details(fields),
                false);
    }

    /** What goes with a message, or null. */
    static MessageDetails details(JsonFields fields) {
        String kind = fields.text("kind");
        MessageDetails details = new MessageDetails(
                TEXT.equals(kind) ? null : kind,
                fields.id("reply_to"),
                fields.words("mentions"),
                attachments(fields),
                fields.object("metadata"),
                null);
        return details.equals(new MessageDetails(null, null, null, null, null, null)) ? null : details;
    }

    private static List<Attachment> attachments(JsonFields fields) {
        JsonNode files = fields.any("attachments");
        if (files == null) {
            return List.of();
        }
        if (!files.isArray() || files.size() > MAX_ATTACHMENTS) {
            throw JsonFields.wrong("attachments", "a list of at most " + MAX_ATTACHMENTS + " files");
        }
        List<Attachment> attachments = new ArrayList<>();
        for (JsonNode file : files) {
            if (!file.isObject()) {
                throw JsonFields.wrong("attachments", "a list of objects");
            }
            attachments.add(attachment(new JsonFields(file)));
        }
        return attachments;
    }

    private static Attachment attachment(JsonFields file) {
        String id = file.requiredId("id");
        String name = file.text("name");
        String contentType = file.text("content_type");
        return new Attachment(
                id,
                name == null ? id : name,
                contentType == null ? UNNAMED : contentType,
                Numbers.required(file, "size", 0, Long.MAX_VALUE),
                file.text("sha256"));
    }

    private static ImFrame typing(JsonFields fields) {
        if (fields.any("on") == null) {
            throw JsonFields.missing("on");
        }
        return new ChatFrame.Typing(
                new StreamCommand.ShowTyping(fields.id("conversation_id"), fields.id("to"), fields.flag("on", false)));
    }

    private static long seq(JsonFields fields) {
        return Numbers.required(fields, "seq", 0, Long.MAX_VALUE);
    }

    private static long piece(JsonFields fields) {
        return Numbers.required(fields, "seq", 1, Integer.MAX_VALUE);
    }

    private static String runKind(JsonFields fields) {
        String kind = fields.text("kind");
        if (kind != null && !RUN_KINDS.contains(kind)) {
            throw JsonFields.wrong("kind", "text, think, tool, tool_result or progress");
        }
        return TEXT.equals(kind) ? null : kind;
    }

    private static RunFrame.Outcome outcome(String status) {
        for (RunFrame.Outcome outcome : RunFrame.Outcome.values()) {
            if (outcome.name().toLowerCase(Locale.ROOT).equals(status == null ? "complete" : status)) {
                return outcome;
            }
        }
        throw JsonFields.wrong("status", "complete, failed or cancelled");
    }
}
