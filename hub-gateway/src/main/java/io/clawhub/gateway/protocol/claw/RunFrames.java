package io.clawhub.gateway.protocol.claw;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.clawhub.events.StreamEvent.RunMoved;

/** Messages that grow, for clients that declared {@link ClawRuns#CAPABILITY}. */
final class RunFrames {

    private RunFrames() {}

    /** A piece of somebody's message, or null: thoughts and tools have no frames. */
    static ObjectNode push(RunMoved piece) {
        return switch (piece.step()) {
            case BEGIN -> frame(piece).put("delta", "").put("done", false);
            case DELTA ->
                piece.kind() != null && !"text".equals(piece.kind())
                        ? null
                        : frame(piece).put("delta", piece.text()).put("done", false);
            case REPLACE, SNAPSHOT -> frame(piece).put("text", piece.text()).put("done", false);
            case END -> frame(piece).put("delta", "").put("done", true);
            case FAIL -> frame(piece).put("delta", "").put("done", true).put("failed", true);
            case PAUSE -> null;
        };
    }

    private static ObjectNode frame(RunMoved piece) {
        ObjectNode frame = ClawCodec.frame("chat_stream")
                .put("message_id", piece.runId())
                .put("channel_id", piece.conversationId())
                .put("sender_id", piece.senderId())
                .put("seq", piece.seq());
        if (piece.messageId() != null) {
            frame.put("hub_message_id", piece.messageId());
        }
        if (piece.firstSeq() != piece.seq()) {
            frame.put("first_seq", piece.firstSeq());
        }
        return frame;
    }
}
