package io.clawhub.history.ingest;

import java.util.List;

import io.clawhub.events.ConversationChanged;
import io.clawhub.events.ConversationKind;
import io.clawhub.events.ConversationOpened;
import io.clawhub.events.HistoryCleared;
import io.clawhub.events.Member;
import io.clawhub.events.MemberJoined;
import io.clawhub.events.MemberLeft;
import io.clawhub.events.MessageAccepted;
import io.clawhub.events.MessageChange;
import io.clawhub.events.Seq;

/** Everything one transaction stores, laid out for multi-row statements. */
final class Batch {

    private final int generation;
    private final KnownMembers known;
    private final MessageRows messages;
    private final ConversationRows conversations = new ConversationRows();
    private final MemberRows members = new MemberRows();
    private final ChangeRows changes = new ChangeRows();
    private final CursorRows cursors = new CursorRows();
    private final PositionMoves moves;

    /** Lays out entries, which stand in log order within each partition. */
    Batch(List<LogEntry> entries, int generation, KnownMembers known, PositionMoves moves) {
        this.generation = generation;
        this.known = known;
        this.moves = moves;
        this.messages =
                new MessageRows((int) entries.stream().filter(Batch::isMessage).count());
        for (int i = 0; i < entries.size(); i++) {
            switch (entries.get(i)) {
                case LogEntry.Chat chat -> add(chat, moves.times().get(i));
                case LogEntry.Cursor cursor -> cursors.add(cursor.moved());
                case LogEntry.Dead dead -> {
                    // Its position is all there is to store.
                }
            }
        }
    }

    MessageRows messages() {
        return messages;
    }

    ConversationRows conversations() {
        return conversations;
    }

    MemberRows members() {
        return members;
    }

    ChangeRows changes() {
        return changes;
    }

    CursorRows cursors() {
        return cursors;
    }

    PositionMoves moves() {
        return moves;
    }

    private static boolean isMessage(LogEntry entry) {
        return entry instanceof LogEntry.Chat chat && chat.event() instanceof MessageAccepted;
    }

    private void add(LogEntry.Chat chat, long atMicros) {
        long seq = Seq.of(generation, chat.offset());
        switch (chat.event()) {
            case MessageAccepted message -> add(message, seq, atMicros);
            case MessageChange change -> changes.add(change, seq, atMicros);
            case ConversationOpened opened -> {
                conversations.opened(opened);
                for (Member member : opened.members()) {
                    members.told(opened.conversationId(), member);
                }
            }
            // What was said stays readable whatever becomes of the conversation.
            case ConversationChanged change -> conversations.changed(change);
            case MemberJoined joined -> members.joined(joined.conversationId(), joined.member(), seq);
            case MemberLeft left -> members.left(left.conversationId(), left.participantId(), seq, atMicros);
            case HistoryCleared cleared ->
                members.cleared(cleared.conversationId(), cleared.participantId(), cleared.upToSeq());
        }
    }

    private void add(MessageAccepted message, long seq, long atMicros) {
        messages.add(message, seq, atMicros);
        List<String> audience = message.audience();
        boolean addressed = message.kind() == ConversationKind.SERVICE && !audience.isEmpty();
        conversations.message(message, seq, atMicros, !addressed);
        String conversationId = message.conversationId();
        if (!addressed && known.knows(conversationId, message.senderId(), audience)) {
            return;
        }
        // Who is seen in a group before its joining is told saw nothing earlier.
        long since = message.kind() == ConversationKind.GROUP ? seq - 1 : 0;
        members.seen(conversationId, message.senderId(), since, 0);
        for (int i = 0; i < audience.size(); i++) {
            members.seen(conversationId, audience.get(i), since, addressed ? seq : 0);
        }
    }
}
