package io.clawhub.gateway.core.delivery;

import java.time.Instant;
import java.util.List;

import com.fasterxml.jackson.databind.node.TextNode;

import io.clawhub.events.ConversationKind;
import io.clawhub.events.MessageAccepted;
import io.clawhub.events.Provenance;
import io.clawhub.events.archive.LoggedMessage;

/** Messages from alice to bob. */
final class Said {

    private Said() {}

    static LoggedMessage logged(String conversationId, long seq) {
        return logged(conversationId, seq, "alice");
    }

    /** From somebody else. */
    static LoggedMessage logged(String conversationId, long seq, String senderId) {
        return new LoggedMessage(
                new MessageAccepted(
                        "msg_" + conversationId + seq,
                        null,
                        conversationId,
                        ConversationKind.DIRECT,
                        senderId,
                        List.of("alice", "bob"),
                        null,
                        TextNode.valueOf("hi"),
                        new Provenance("claw", "open", null)),
                seq,
                Instant.ofEpochMilli(seq));
    }
}
