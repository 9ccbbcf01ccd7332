package io.clawhub.events;

import java.util.List;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * A client has received or read a conversation up to a seq. Cursors only move forward: a reader keeps the maximum.
 * Published to {@link Topics#CHAT_CURSORS}.
 *
 * @param participantId whose cursor
 * @param clientId which installation of the participant's program
 * @param conversationId in which conversation
 * @param deliveredSeq written to a live connection up to and including this seq; 0 if unchanged
 * @param readSeq read up to and including this seq; 0 if unchanged
 * @param audience whose messages these may be: whom to tell; empty: nobody
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record CursorMoved(
        String participantId,
        String clientId,
        String conversationId,
        long deliveredSeq,
        long readSeq,
        List<String> audience) {

    public CursorMoved {
        audience = audience == null ? List.of() : List.copyOf(audience);
    }

    /** A movement that concerns nobody else. */
    public CursorMoved(String participantId, String clientId, String conversationId, long deliveredSeq, long readSeq) {
        this(participantId, clientId, conversationId, deliveredSeq, readSeq, List.of());
    }

    /** The record's key. All three parts are in it, or compaction would merge the cursors of different clients. */
    public String key() {
        return participantId + '\n' + clientId + '\n' + conversationId;
    }
}
