package io.clawhub.gateway.protocol.im;

import java.util.Set;

import com.fasterxml.jackson.databind.JsonNode;

import io.clawhub.gateway.core.Ids;

/**
 * What a frame says of itself, read before the rest so that a refusal can be told to who waits. Absent values are null.
 *
 * @param type the frame's type, or empty
 * @param rid the question's id
 * @param cmid the idempotency key
 */
record FrameHead(String type, String rid, String cmid) {

    /** Of a frame that could not be read. */
    static final FrameHead NONE = new FrameHead("", null, null);

    private static final Set<String> SENDS = Set.of("send", "stream_end");

    /** The head of this frame; what cannot be used is as if it were absent. */
    static FrameHead of(JsonNode frame) {
        String type = shortText(frame, "t");
        return new FrameHead(type == null ? "" : type, shortText(frame, "rid"), shortText(frame, "cmid"));
    }

    /** The same frame under the idempotency key of its run. */
    FrameHead under(String key) {
        return new FrameHead(type, rid, key);
    }

    /** Whether its sender waits for {@code send_ok} or {@code send_err}. */
    boolean isSend() {
        return cmid != null && SENDS.contains(type);
    }

    private static String shortText(JsonNode frame, String name) {
        String value = frame.path(name).textValue();
        return value == null || value.isEmpty() || value.length() > Ids.MAX_LENGTH ? null : value;
    }
}
