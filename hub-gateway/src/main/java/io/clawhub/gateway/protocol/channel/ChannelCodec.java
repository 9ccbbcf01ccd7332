package io.clawhub.gateway.protocol.channel;

import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.JsonNode;

import io.clawhub.gateway.core.HubError;
import io.clawhub.gateway.core.HubException;
import io.clawhub.gateway.core.Ids;
import io.clawhub.gateway.json.JsonFields;
import io.clawhub.gateway.json.JsonText;
import io.clawhub.gateway.protocol.channel.ChannelFrame.Cancel;
import io.clawhub.gateway.protocol.channel.ChannelFrame.Chat;
import io.clawhub.gateway.protocol.channel.ChannelFrame.Ping;
import io.clawhub.gateway.protocol.channel.ChannelFrame.Pong;
import io.clawhub.gateway.protocol.channel.ChannelFrame.Resume;
import io.clawhub.gateway.protocol.channel.ChannelFrame.Subscribe;
import io.clawhub.gateway.protocol.channel.ChannelFrame.Unsubscribe;

/** Reads frames. Keys that are not known are passed over. */
public final class ChannelCodec {

    /** Characters of a question. */
    public static final int MAX_TEXT = 64 * 1024;

    private static final int MAX_METADATA_BYTES = 4 * 1024;

    /** Characters of a question's key. */
    static final int MAX_KEY = 128;

    private static final Pattern ID = Pattern.compile("[A-Za-z0-9._:@-]{1,128}");

    private ChannelCodec() {}

    /**
     * The frame in this JSON.
     *
     * @throws HubException if it is none
     */
    static ChannelFrame decode(JsonNode json) {
        JsonFields fields = new JsonFields(json);
        return switch (fields.requiredText("type")) {
            case "chat" -> chat(fields, "message");
            // What the protocol's former edition called it.
            case "message" -> chat(fields, fields.any("message") == null ? "content" : "message");
            case "ping" -> new Ping(fields.any("id"), fields.any("ts"));
            case "pong" -> new Pong();
            case "subscribe" -> new Subscribe(id(fields, "agentId"), id(fields, "sessionId"), resume(fields));
            case "unsubscribe" -> new Unsubscribe(id(fields, "agentId"), id(fields, "sessionId"));
            case "cancel" -> new Cancel(id(fields, "agentId"), id(fields, "sessionId"), id(fields, "runId"));
            default -> throw new HubException(HubError.UNKNOWN_TYPE, "this type of frame is not known");
        };
    }

    private static Chat chat(JsonFields fields, String textField) {
        String text = fields.requiredText(textField);
        if (text.isBlank()) {
            throw new HubException(HubError.MISSING_FIELDS, textField + " must not be blank");
        }
        if (text.length() > MAX_TEXT) {
            throw new HubException(
                    HubError.MESSAGE_TOO_LARGE, textField + " has more than " + MAX_TEXT + " characters");
        }
        JsonNode metadata = fields.object("metadata");
        if (metadata != null && JsonText.bytes(metadata) > MAX_METADATA_BYTES) {
            throw new HubException(HubError.MESSAGE_TOO_LARGE, "metadata has more than 4 KiB");
        }
        return new Chat(
                id(fields, "agentId"),
                id(fields, "sessionId"),
                text,
                key(fields),
                !fields.flag("stream", true),
                metadata);
    }

    private static Resume resume(JsonFields fields) {
        JsonNode resume = fields.object("resume");
        if (resume == null) {
            return null;
        }
        JsonFields of = new JsonFields(resume);
        String runId = id(of, "runId");
        Long seq = of.whole("seq");
        if (runId == null || seq == null) {
            throw new HubException(HubError.MISSING_FIELDS, "resume needs runId and seq");
        }
        return new Resume(runId, seq);
    }

    /** A key means nothing to us: clients make them as they like. */
    private static String key(JsonFields fields) {
        String key = fields.text("clientMsgId");
        if (key == null || key.isEmpty()) {
            return null;
        }
        if (key.length() > MAX_KEY) {
            throw new HubException(HubError.INVALID_ID, "clientMsgId has more than " + MAX_KEY + " characters");
        }
        return Ids.checked(key, "clientMsgId");
    }

    private static String id(JsonFields fields, String name) {
        String id = fields.text(name);
        return id == null || id.isEmpty() ? null : checkedId(id, name);
    }

    /**
     * An id as this protocol has them.
     *
     * @throws HubException {@link HubError#INVALID_ID}
     */
    public static String checkedId(String id, String name) {
        if (!ID.matcher(id).matches()) {
            throw new HubException(
                    HubError.INVALID_ID, name + " must have 1 to 128 characters, letters, digits and ._:@-");
        }
        return id;
    }
}
