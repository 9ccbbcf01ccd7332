package io.clawhub.history.ingest;

import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

import io.clawhub.events.ChatEvent;
import io.clawhub.events.ConversationChanged;
import io.clawhub.events.ConversationKind;
import io.clawhub.events.ConversationOpened;
import io.clawhub.events.CursorMoved;
import io.clawhub.events.EventJson;
import io.clawhub.events.HistoryCleared;
import io.clawhub.events.Member;
import io.clawhub.events.MemberJoined;
import io.clawhub.events.MemberLeft;
import io.clawhub.events.MessageAccepted;
import io.clawhub.events.MessageChange;
import io.clawhub.events.MessageDeleted;
import io.clawhub.events.MessageEdited;
import io.clawhub.events.ReactionChanged;
import io.clawhub.events.Topics;
import io.clawhub.events.UnreadableEventException;

/** Reads and checks records. */
@ApplicationScoped
class RecordReader {

    /** The longest id the hub gives out or takes, in UTF-16 units; well inside what an index row holds. */
    private static final int LONGEST_ID = 256;

    private static final char NUL = 0;

    /**
     * The record as an entry.
     *
     * @throws UnreadableEventException when it is not of its topic's types, or a field is missing or out of bounds
     */
    LogEntry read(TopicPartition partition, ConsumerRecord<String, byte[]> record) {
        if (partition.topic().equals(Topics.CHAT_CURSORS.topic())) {
            CursorMoved moved = EventJson.read(record.headers(), record.value(), CursorMoved.class);
            check(moved);
            return new LogEntry.Cursor(partition, record, moved);
        }
        ChatEvent event = EventJson.readChatEvent(record.headers(), record.value());
        id("conversationId", event.conversationId());
        switch (event) {
            case MessageAccepted message -> check(message);
            case MessageChange change -> check(change);
            case ConversationOpened opened -> check(opened);
            case ConversationChanged change -> {
                id("changeId", change.changeId());
                withoutNul("text", change.kind() == ConversationKind.GROUP ? change.text() : null);
            }
            case MemberJoined joined -> check(joined.member());
            case MemberLeft left -> id("participantId", left.participantId());
            case HistoryCleared cleared -> {
                id("participantId", cleared.participantId());
                if (cleared.upToSeq() < 0) {
                    throw new UnreadableEventException("negative seq", null);
                }
            }
        }
        return new LogEntry.Chat(partition, record, event);
    }

    private static void check(MessageAccepted message) {
        id("messageId", message.messageId());
        id("senderId", message.senderId());
        optionalId("clientMsgId", message.clientMsgId());
        optionalId("serviceId", message.serviceId());
        optionalId("senderClientId", message.senderClientId());
        present("kind", message.kind());
        List<String> audience = message.audience();
        for (int i = 0; i < audience.size(); i++) {
            String participant = audience.get(i);
            id("audience", participant);
            if (participant.indexOf('\n') >= 0) {
                throw new UnreadableEventException("audience with a line feed", null);
            }
        }
    }

    private static void check(MessageChange change) {
        id("changeId", change.changeId());
        id("messageId", change.messageId());
        id("byParticipantId", change.byParticipantId());
        switch (change) {
            case MessageEdited edit -> present("content", edit.content());
            case ReactionChanged reaction -> id("reaction", reaction.reaction());
            case MessageDeleted deletion -> {
                // Names all it needs.
            }
        }
    }

    private static void check(ConversationOpened opened) {
        present("kind", opened.kind());
        optionalId("serviceId", opened.serviceId());
        withoutNul("name", opened.name());
        opened.members().forEach(RecordReader::check);
    }

    private static void check(Member member) {
        present("member", member);
        id("participantId", member.participantId());
        id("role", member.role());
    }

    private static void check(CursorMoved moved) {
        id("participantId", moved.participantId());
        id("clientId", moved.clientId());
        id("conversationId", moved.conversationId());
        if (moved.deliveredSeq() < 0 || moved.readSeq() < 0) {
            throw new UnreadableEventException("negative seq", null);
        }
    }

    private static void present(String field, Object value) {
        if (value == null) {
            throw new UnreadableEventException("no " + field, null);
        }
    }

    private static void id(String field, String value) {
        present(field, value);
        if (value.isEmpty()) {
            throw new UnreadableEventException("empty " + field, null);
        }
        optionalId(field, value);
    }

    private static void optionalId(String field, String value) {
        if (value == null) {
            return;
        }
        if (value.length() > LONGEST_ID) {
            throw new UnreadableEventException(field + " longer than " + LONGEST_ID, null);
        }
        withoutNul(field, value);
    }

    private static void withoutNul(String field, String value) {
        if (value != null && value.indexOf(NUL) >= 0) {
            throw new UnreadableEventException(field + " with a NUL", null);
        }
    }
}
