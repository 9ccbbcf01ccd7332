package io.clawhub.gateway.protocol.agentclub;

import java.util.List;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.clawhub.events.ChatEvent;
import io.clawhub.events.ConversationKind;
import io.clawhub.events.MemberJoined;
import io.clawhub.events.MemberLeft;
import io.clawhub.events.StreamEvent.TypingShown;
import io.clawhub.events.archive.LoggedMessage;
import io.clawhub.gateway.core.Push;
import io.clawhub.gateway.core.outbound.OutboundQueue;
import io.clawhub.gateway.protocol.agentclub.socketio.SocketIoText;
import io.clawhub.gateway.websocket.Loop;

/**
 * What the hub tells one socket unasked. Called in the order of the log, on any thread, one call at a time; looking at a chat is
 * the socket's loop's business.
 */
final class ClubPushes {

    private static final Runnable NOTHING = () -> {};
    private static final String LIST_UPDATED = SocketIoText.event("chat_list_updated");
    private static final String UNREAD_UPDATED = SocketIoText.event("unread_updated");

    private final ClubHub hub;
    private final OutboundQueue outbound;
    private final Loop loop;
    private final String participantId;
    private final Delivered delivered = new Delivered();
    /** The conversation that is looked at, or null. */
    private volatile String viewed;

    private volatile Viewing viewing = (conversationId, seq) -> {};

    /** Hears, on the loop, that a message of the chat that is looked at went out. */
    @FunctionalInterface
    interface Viewing {
        void arrived(String conversationId, long seq);
    }

    ClubPushes(ClubHub hub, OutboundQueue outbound, Loop loop, String participantId) {
        this.hub = hub;
        this.outbound = outbound;
        this.loop = loop;
        this.participantId = participantId;
    }

    /** What went out lately. */
    Delivered delivered() {
        return delivered;
    }

    /** From now on this chat is looked at; null: none. */
    void view(String conversationId, Viewing listener) {
        viewing = listener;
        viewed = conversationId;
    }

    boolean isViewed(String conversationId) {
        return conversationId.equals(viewed);
    }

    /** The frame, or null if the client is not told. */
    String frame(Push push) {
        return switch (push) {
            case Push.MessageArrived arrived -> message(arrived.logged());
            case Push.MessagesMissed missed -> missed(missed.messages());
            case Push.MessageChanged changed -> ChangeJson.event(changed);
            case Push.TypingSeen seen -> typing(seen.typing());
            case Push.GroupChanged changed -> concerns(changed.event()) ? LIST_UPDATED : null;
            case Push.ChannelChanged changed -> LIST_UPDATED;
            case Push.CursorAdvanced cursor -> receipt(cursor);
            // The protocol has no words for these; presence is asked for.
            case Push.CaughtUp done -> null;
            case Push.RunSeen run -> null;
            case Push.RunCancelled cancel -> null;
            case Push.RunFinished finished -> null;
            case Push.PresenceSeen presence -> null;
            case Push.CallArrived call -> null;
        };
    }

    private String message(LoggedMessage logged) {
        String conversationId = logged.message().conversationId();
        if (!logged.message().senderId().equals(participantId)) {
            delivered.note(logged);
            announce(logged, conversationId.equals(viewed));
        }
        return hub.frames().of(logged);
    }

    /** What goes along with somebody else's message: in a direct chat before it, in a group behind it. */
    private void announce(LoggedMessage logged, boolean isViewed) {
        boolean isGroup = logged.message().kind() == ConversationKind.GROUP;
        if (isViewed) {
            // Just before it in the queue: once this is on the socket, so is the message, or almost.
            Viewing viewer = viewing;
            outbound.push(LIST_UPDATED, () -> viewer.arrived(logged.message().conversationId(), logged.seq()));
        } else if (isGroup) {
            loop.execute(() -> outbound.push(UNREAD_UPDATED, NOTHING));
        } else {
            outbound.push(LIST_UPDATED, NOTHING);
            outbound.push(UNREAD_UPDATED, NOTHING);
        }
    }

    private String missed(List<LoggedMessage> messages) {
        ArrayNode all = JsonNodeFactory.instance.arrayNode();
        for (LoggedMessage logged : messages) {
            delivered.note(logged);
            all.add(hub.messages().event(logged));
        }
        return SocketIoText.event("offline_messages", all);
    }

    /** Only who looks at the chat is told. */
    private String typing(TypingShown typing) {
        if (!typing.on() || !typing.conversationId().equals(viewed)) {
            return null;
        }
        var account = hub.accounts().remembered(typing.participantId());
        ChatRef chat = ChatRef.of(typing.conversationId());
        return SocketIoText.event(
                "typing",
                chat(chat)
                        .put("user_id", typing.participantId())
                        .put("display_name", account == null ? typing.participantId() : account.displayName()));
    }

    /** Of others coming and going the list of chats does not change. */
    private boolean concerns(ChatEvent event) {
        return switch (event) {
            case MemberJoined joined -> joined.member().participantId().equals(participantId);
            case MemberLeft left -> left.participantId().equals(participantId);
            default -> true;
        };
    }

    private String receipt(Push.CursorAdvanced cursor) {
        ObjectNode body = chat(ChatRef.of(cursor.conversationId()))
                .put("user_id", cursor.participantId())
                .put("state", cursor.read() ? "read" : "delivered")
                .put("seq", cursor.seq());
        return SocketIoText.event("receipt", body);
    }

    private static ObjectNode chat(ChatRef chat) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("chat_type", chat.type())
                .put("chat_id", chat.id());
    }
}
