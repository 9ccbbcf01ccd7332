package io.clawhub.gateway.core.cursors;

import java.util.List;
import java.util.function.Consumer;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

import io.clawhub.events.ConversationKind;
import io.clawhub.gateway.core.Caller;
import io.clawhub.gateway.core.CursorCommand;
import io.clawhub.gateway.core.CursorCommand.Acknowledge;
import io.clawhub.gateway.core.CursorCommand.MarkRead;
import io.clawhub.gateway.core.HubError;
import io.clawhub.gateway.core.HubException;
import io.clawhub.gateway.core.Ids;
import io.clawhub.gateway.core.Reply;
import io.clawhub.gateway.core.connections.ClientConnection;
import io.clawhub.gateway.core.connections.ConnectionRegistry;
import io.clawhub.gateway.core.conversations.Conversation;
import io.clawhub.gateway.core.conversations.ConversationDirectory;
import io.clawhub.gateway.core.delivery.DeliveredCursors;
import io.clawhub.gateway.core.delivery.Terms;
import io.clawhub.gateway.core.log.ChatEventTail;

/**
 * Moves cursors as clients say. A cursor beyond what there is would hide what comes: a connection's acknowledgement ends
 * at what it was sent, and without a connection, as for reading, at the end of the log.
 */
@ApplicationScoped
public class Cursors {

    private final ConnectionRegistry connections;
    private final ConversationDirectory conversations;
    private final DeliveredCursors cursors;
    private final ChatEventTail tail;

    Cursors(
            ConnectionRegistry connections,
            ConversationDirectory conversations,
            DeliveredCursors cursors,
            ChatEventTail tail) {
        this.connections = connections;
        this.conversations = conversations;
        this.cursors = cursors;
        this.tail = tail;
    }

    /** Carries out a command of a connection; fails with nothing but a {@link HubException}. */
    public Uni<Reply> handle(ClientConnection connection, CursorCommand command) {
        return Uni.createFrom().deferred(() -> switch (command) {
            case Acknowledge stored -> {
                connections.acknowledge(connection, stored.conversationId(), stored.seq());
                yield done();
            }
            case MarkRead read
            when connection.gate().terms().counting() == Terms.Counting.READ -> readHere(connection, read);
            case MarkRead read -> {
                connections.acknowledge(connection, read.conversationId(), read.seq());
                yield read(connection.caller(), read);
            }
        });
    }

    /** Carries out a command of a caller without a connection; fails with nothing but a {@link HubException}. */
    public Uni<Reply> handle(Caller caller, CursorCommand command) {
        return Uni.createFrom().deferred(() -> switch (command) {
            case Acknowledge stored ->
                inConversation(caller, stored.conversationId(), conversation -> {
                    delivered(caller, conversation, stored.seq());
                });
            case MarkRead read ->
                inConversation(caller, read.conversationId(), conversation -> {
                    delivered(caller, conversation, read.seq());
                    read(caller, conversation, read.seq());
                });
        });
    }

    private Uni<Reply> read(Caller caller, MarkRead read) {
        return inConversation(caller, read.conversationId(), conversation -> read(caller, conversation, read.seq()));
    }

    /** On terms of reading: what was read was received, but for what is still owed before it. */
    private Uni<Reply> readHere(ClientConnection connection, MarkRead read) {
        return inConversation(connection.caller(), read.conversationId(), conversation -> {
            long upTo = connection.gate().readable(conversation.id(), existing(conversation, read.seq()));
            delivered(connection.caller(), conversation, upTo);
            read(connection.caller(), conversation, upTo);
        });
    }

    private Uni<Reply> inConversation(Caller caller, String conversationId, Consumer<Conversation> step) {
        return conversations
                .find(Ids.checked(conversationId, "conversation_id"))
                .invoke(conversation -> {
                    check(caller, conversation);
                    step.accept(conversation);
                })
                .chain(Cursors::done);
    }

    /** Whoever spoke in a lobby is no member of it in the directory. */
    private static void check(Caller caller, Conversation conversation) {
        if (conversation == null) {
            throw new HubException(HubError.CHANNEL_NOT_FOUND, "no such conversation");
        }
        if (conversation.kind() != ConversationKind.SERVICE && !conversation.hasMember(caller.participantId())) {
            throw new HubException(HubError.NOT_A_PARTY, "you are no party of this conversation");
        }
    }

    private void delivered(Caller caller, Conversation conversation, long seq) {
        long upTo = existing(conversation, seq);
        if (upTo > 0) {
            cursors.advance(caller, conversation.id(), upTo, audience(conversation));
        }
    }

    private void read(Caller caller, Conversation conversation, long seq) {
        long upTo = existing(conversation, seq);
        if (upTo > 0) {
            cursors.read(caller, conversation.id(), upTo, audience(conversation));
        }
    }

    private long existing(Conversation conversation, long seq) {
        return Math.min(seq, tail.lastSeq(conversation.id()));
    }

    /** Nobody in a lobby, where strangers speak side by side, and in a large group, where thousands would tell thousands. */
    private static List<String> audience(Conversation conversation) {
        return conversation.kind() == ConversationKind.SERVICE ? List.of() : conversation.audience();
    }

    private static Uni<Reply> done() {
        return Uni.createFrom().item(new Reply.Done());
    }
}
