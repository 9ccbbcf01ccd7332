package io.clawhub.gateway.protocol.im;

import java.time.Instant;
import java.util.List;
import java.util.Locale;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.clawhub.events.ConversationChanged;
import io.clawhub.events.ConversationOpened;
import io.clawhub.events.HistoryCleared;
import io.clawhub.events.MemberJoined;
import io.clawhub.events.MemberLeft;
import io.clawhub.events.MessageAccepted;
import io.clawhub.events.MessageChange;
import io.clawhub.events.StreamEvent.RunCancelAsked;
import io.clawhub.events.StreamEvent.RunMoved;
import io.clawhub.events.StreamEvent.TypingShown;
import io.clawhub.gateway.core.Push;
import io.clawhub.gateway.core.conversations.Conversation;
import io.clawhub.gateway.core.presence.Presence;

/** What the hub tells unasked, in frames. */
final class ImPushes {

    private ImPushes() {}

    /** The frame for a connection of this participant, or null if there is none. */
    static ObjectNode frame(Push push, String participantId) {
        return switch (push) {
            case Push.MessageArrived arrived -> {
                ObjectNode frame = ImCodec.frame("deliver");
                frame.set("message", MessageJson.of(arrived.logged(), participantId));
                yield frame.put("redelivered", arrived.replayed());
            }
            case Push.MessageChanged changed -> ChangeJson.frame(changed);
            case Push.CaughtUp done -> ImCodec.frame("caught_up");
            case Push.CursorAdvanced cursor -> status(cursor);
            case Push.TypingSeen seen -> typing(seen.typing());
            case Push.RunSeen seen -> stream(seen.piece());
            case Push.RunCancelled cancelled -> cancel(cancelled.asked());
            case Push.ChannelChanged changed -> channel(changed.change());
            case Push.GroupChanged changed -> group(changed);
            case Push.PresenceSeen seen -> presence(ImCodec.frame("presence"), seen.presence());
            // Calls of services are the business of the protocol that has them.
            case Push.CallArrived call -> null;
            // The hub's own sessions hear of it; an agent's reader has the message.
            case Push.RunFinished finished -> null;
            // Only for connections on terms of reading.
            case Push.MessagesMissed missed -> null;
        };
    }

    /** Where somebody stands, in a list. */
    static ObjectNode presence(Presence presence) {
        return presence(JsonNodeFactory.instance.objectNode(), presence);
    }

    private static ObjectNode presence(ObjectNode to, Presence presence) {
        to.put("agent_id", presence.participantId())
                .put("status", presence.status().wireName());
        return time(to, "last_active_at", presence.lastActiveAt());
    }

    private static ObjectNode status(Push.CursorAdvanced cursor) {
        ObjectNode frame = ImCodec.frame("status")
                .put("conversation_id", cursor.conversationId())
                .put("seq", cursor.seq())
                .put("state", cursor.read() ? "read" : "delivered")
                .put("by", cursor.participantId());
        return ImCodec.put(frame, "client_id", cursor.clientId());
    }

    private static ObjectNode typing(TypingShown typing) {
        return ImCodec.frame("typing")
                .put("conversation_id", typing.conversationId())
                .put("from", typing.participantId())
                .put("on", typing.on());
    }

    private static ObjectNode stream(RunMoved piece) {
        ObjectNode frame = ImCodec.frame("stream")
                .put("run_id", piece.runId())
                .put("conversation_id", piece.conversationId())
                .put("from", piece.senderId())
                .put("seq", piece.seq())
                .put("op", piece.step().name().toLowerCase(Locale.ROOT));
        if (piece.firstSeq() != piece.seq()) {
            frame.put("first_seq", piece.firstSeq());
        }
        ImCodec.put(frame, "message_id", piece.messageId());
        ImCodec.put(frame, "kind", piece.kind());
        return ImCodec.put(frame, "text", piece.text());
    }

    private static ObjectNode cancel(RunCancelAsked asked) {
        return ImCodec.frame("cancel")
                .put("run_id", asked.runId())
                .put("conversation_id", asked.conversationId())
                .put("by", asked.byParticipantId());
    }

    private static ObjectNode channel(ConversationChanged change) {
        ObjectNode frame = ImCodec.frame("channel")
                .put("conversation_id", change.conversationId())
                .put("status", change.status().wireName());
        ImCodec.put(frame, "service_id", change.serviceId());
        ImCodec.put(frame, "provider_id", change.inRole(Conversation.PROVIDER));
        ImCodec.put(frame, "consumer_id", change.inRole(Conversation.CONSUMER));
        ImCodec.put(frame, "by", change.byParticipantId());
        ImCodec.put(frame, "text", change.text());
        return time(frame, "ts", change.changedAt());
    }

    private static ObjectNode group(Push.GroupChanged changed) {
        Conversation group = changed.group();
        ObjectNode frame = ImCodec.frame("group").put("conversation_id", group.id());
        switch (changed.event()) {
            case ConversationOpened opened ->
                change(frame, "created", opened.name(), List.of(), null, opened.openedAt());
            case MemberJoined joined ->
                change(
                        frame,
                        "joined",
                        group.name(),
                        List.of(joined.member().participantId()),
                        joined.byParticipantId(),
                        joined.joinedAt());
            case MemberLeft left ->
                change(
                        frame,
                        "left",
                        group.name(),
                        List.of(left.participantId()),
                        left.byParticipantId(),
                        left.leftAt());
            case ConversationChanged edited ->
                change(
                        frame,
                        nameOf(edited),
                        edited.text() == null ? group.name() : edited.text(),
                        List.of(),
                        edited.byParticipantId(),
                        edited.changedAt());
            case MessageAccepted message -> throw new IllegalArgumentException("a message changes no group");
            case HistoryCleared cleared -> throw new IllegalArgumentException("that changes no group");
            case MessageChange change -> throw new IllegalArgumentException("a message changes no group");
        }
        if (changed.isWhole()) {
            ConversationJson.members(frame, group);
        } else {
            frame.putArray("members");
            frame.put("members_cut", true);
        }
        return frame;
    }

    private static String nameOf(ConversationChanged change) {
        if (change.status().isOver()) {
            return "ended";
        }
        return change.text() == null ? "edited" : "renamed";
    }

    private static void change(ObjectNode frame, String change, String name, List<String> who, String by, Instant at) {
        frame.put("change", change);
        ImCodec.put(frame, "name", name);
        if (!who.isEmpty()) {
            ArrayNode ids = frame.putArray("who");
            who.forEach(ids::add);
        }
        ImCodec.put(frame, "by", by);
        time(frame, "ts", at);
    }

    private static ObjectNode time(ObjectNode frame, String name, Instant at) {
        return ImCodec.put(frame, name, at == null ? null : MessageJson.time(at));
    }
}
