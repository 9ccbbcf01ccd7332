package io.clawhub.gateway.protocol.claw;

import java.util.Set;

import com.fasterxml.jackson.databind.JsonNode;

import io.clawhub.gateway.core.Ids;

/**
 * What every frame has, read before the rest so that a refusal can be told to who asked.
 *
 * @param type the frame's type, or empty
 * @param requestId the client's correlation id, or null; answers carry it back
 * @param clientId the id that the client made for itself, or null
 * @param b whether it is of dialect B, whose requests are all answered; otherwise A or A0
 */
record FrameHead(String type, String requestId, String clientId, boolean b) {

    /** Of a frame that could not be read. */
    static final FrameHead NONE = new FrameHead("", null, null, false);

    private static final Set<String> A =
            Set.of("chat_message", "chat_request", "chat_accept", "chat_reject", "chat_end", "chat_history");
    private static final Set<String> B =
            Set.of("chat", "request_chat", "accept_chat", "reject_chat", "end_chat", "history");
    /** They never have an answer. */
    private static final Set<String> SIGNS_OF_LIFE = Set.of("heartbeat", "pong", "connect");

    /** The head of this frame; what cannot be used is as if it were absent. */
    static FrameHead of(JsonNode frame) {
        String given = Fields.lenient(frame, "type");
        String type = given == null ? "" : given;
        String requestId = shortText(frame, "request_id");
        String clientId = shortText(frame, "client_id");
        boolean inB = B.contains(type)
                || !A.contains(type) && !"connect".equals(type) && requestId != null && clientId != null;
        return new FrameHead(type, requestId, clientId, inB);
    }

    /** Whether its sender waits for an answer of its own, even one that reads its frames as nothing but messages. */
    boolean isQuestion() {
        return b || !(A.contains(type) || SIGNS_OF_LIFE.contains(type) || !ClawCodec.knows(type));
    }

    /** Whether it shows that the client speaks dialect B, whose pushes differ. */
    boolean showsB() {
        return b || clientId != null && "heartbeat".equals(type);
    }

    /** Whether it shows that the client speaks dialect A or A0. */
    boolean showsA() {
        return A.contains(type);
    }

    private static String shortText(JsonNode frame, String name) {
        String value = Fields.lenient(frame, name);
        return value == null || value.isEmpty() || value.length() > Ids.MAX_LENGTH ? null : value;
    }
}
