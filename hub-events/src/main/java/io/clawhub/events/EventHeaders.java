package io.clawhub.events;

import java.util.List;

import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * The headers of the hub's records. They are what a gateway decides by: whether a record concerns one of its
 * connections must be known without parsing JSON.
 */
public final class EventHeaders {

    /** The record's type, such as {@code MessageAccepted}. On every record. */
    public static final String TYPE = "type";
    /** The schema version of the value, {@value #CURRENT_VERSION} today. On every record. */
    public static final String VERSION = "v";
    /** Who may see it: participant ids joined by line feeds; absent: every member of the conversation. */
    public static final String AUDIENCE = "aud";
    /** The id of the message or of the change, so that a repeat can be dropped unparsed. */
    public static final String MESSAGE_ID = "mid";
    /** The participant who caused the event. */
    public static final String SENDER = "from";
    /** On stream events: the gateway it is for. */
    public static final String TO = "to";
    /** On messages whose sender waits to hear of their delivery: the gateway where it waits. */
    public static final String RECEIPT_TO = "rcpt";
    /** On dead letters: why the record could not be read. */
    public static final String REASON = "reason";
    /** On dead letters: {@code topic/partition/offset} it came from. */
    public static final String ORIGIN = "origin";

    /** The schema version written today. */
    public static final String CURRENT_VERSION = "1";
    /** Above this many ids the audience is left out and gateways ask their own membership index. */
    public static final int MAX_AUDIENCE = 256;

    private static final byte[] VERSION_BYTES = CURRENT_VERSION.getBytes(UTF_8);
    private static final char SEPARATOR = '\n';

    private EventHeaders() {}

    /** The headers of a record of this type: type and version. */
    public static Headers of(Class<?> type) {
        return new RecordHeaders()
                .add(TYPE, type.getSimpleName().getBytes(UTF_8))
                .add(VERSION, VERSION_BYTES);
    }

    /** The headers of a chat event. */
    public static Headers of(ChatEvent event) {
        Headers headers = of(event.getClass());
        switch (event) {
            case MessageAccepted message -> {
                headers.add(MESSAGE_ID, message.messageId().getBytes(UTF_8));
                headers.add(SENDER, message.senderId().getBytes(UTF_8));
                addAudience(headers, message.audience());
            }
            case MessageChange change -> {
                headers.add(SENDER, change.byParticipantId().getBytes(UTF_8));
                addChange(headers, change.changeId(), change.audience());
            }
            case ConversationChanged change -> {
                headers.add(MESSAGE_ID, change.changeId().getBytes(UTF_8));
                addAudience(
                        headers,
                        change.members().stream().map(Member::participantId).toList());
            }
            case ConversationOpened opened -> {
                if (opened.kind() == ConversationKind.GROUP) {
                    headers.add(MESSAGE_ID, ("opn_" + opened.conversationId()).getBytes(UTF_8));
                    addAudience(
                            headers,
                            opened.members().stream().map(Member::participantId).toList());
                }
            }
            case MemberJoined joined -> addChange(headers, joined.changeId(), joined.audience());
            case MemberLeft left -> addChange(headers, left.changeId(), left.audience());
            case HistoryCleared cleared -> {
                // Gateways pass over it.
            }
        }
        return headers;
    }

    /** The headers of a stream event: with the gateway or the participants it is for. */
    public static Headers of(StreamEvent event) {
        Headers headers = of(event.getClass());
        if (event.toGatewayId() != null) {
            headers.add(TO, event.toGatewayId().getBytes(UTF_8));
        }
        if (event instanceof StreamEvent.RunMoved piece) {
            headers.add(SENDER, piece.senderId().getBytes(UTF_8));
        }
        addAudience(headers, event.audience());
        return headers;
    }

    /** The headers of a cursor's movement: with whom to tell. */
    public static Headers of(CursorMoved event) {
        Headers headers = of(event.getClass());
        addAudience(headers, event.audience());
        return headers;
    }

    private static void addChange(Headers headers, String changeId, List<String> audience) {
        if (changeId != null) {
            headers.add(MESSAGE_ID, changeId.getBytes(UTF_8));
        }
        addAudience(headers, audience);
    }

    private static void addAudience(Headers headers, List<String> audience) {
        if (!audience.isEmpty() && audience.size() <= MAX_AUDIENCE) {
            headers.add(AUDIENCE, String.join("\n", audience).getBytes(UTF_8));
        }
    }

    /** A header's text, or null when the record has none. */
    public static String text(Headers headers, String name) {
        Header header = headers.lastHeader(name);
        return header == null ? null : new String(header.value(), UTF_8);
    }

    /** The ids in the audience header; empty when the event is for every member. */
    public static List<String> audience(Headers headers) {
        String ids = text(headers, AUDIENCE);
        if (ids == null) {
            return List.of();
        }
        int cut = ids.indexOf(SEPARATOR);
        if (cut < 0) {
            return List.of(ids);
        }
        // The common case, two members, without a regular expression.
        int next = ids.indexOf(SEPARATOR, cut + 1);
        return next < 0 ? List.of(ids.substring(0, cut), ids.substring(cut + 1)) : List.of(ids.split("\n"));
    }
}
