package io.clawhub.gateway.core.changes;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

import io.clawhub.events.ConversationKind;
import io.clawhub.events.MessageChange;
import io.clawhub.events.MessageDeleted;
import io.clawhub.events.MessageEdited;
import io.clawhub.events.ReactionChanged;
import io.clawhub.events.archive.FoundMessage;
import io.clawhub.gateway.GatewayConfig;
import io.clawhub.gateway.core.Caller;
import io.clawhub.gateway.core.HubError;
import io.clawhub.gateway.core.HubException;
import io.clawhub.gateway.core.Ids;
import io.clawhub.gateway.core.MessageCommand;
import io.clawhub.gateway.core.MessageCommand.DeleteMessage;
import io.clawhub.gateway.core.MessageCommand.EditMessage;
import io.clawhub.gateway.core.MessageCommand.React;
import io.clawhub.gateway.core.Reply;
import io.clawhub.gateway.core.conversations.Conversation;
import io.clawhub.gateway.core.conversations.ConversationDirectory;
import io.clawhub.gateway.core.history.ParticipantHistory;
import io.clawhub.gateway.core.log.EventLog;
import io.clawhub.gateway.core.log.LogPosition;
import io.clawhub.gateway.core.messages.Content;
import io.clawhub.gateway.core.messages.Details;
import io.clawhub.gateway.core.messages.SendLane;

/**
 * Changes messages. Who said a message, where, and who may see it is asked of history, so nothing can be changed while that
 * is away. A change is an event in the log behind its message; answered once Kafka confirmed it.
 */
@ApplicationScoped
public class MessageChanges {

    private static final long OWN_SEND_WAIT_MILLIS = 1_000;
    /** UTF-8 never needs more for a UTF-16 unit. */
    private static final int BYTES_PER_CHARACTER = 3;

    private final ParticipantHistory history;
    private final ConversationDirectory conversations;
    private final EventLog log;
    private final int maxContentBytes;
    private final Duration timeout;

    MessageChanges(
            ParticipantHistory history, ConversationDirectory conversations, EventLog log, GatewayConfig config) {
        this.history = history;
        this.conversations = conversations;
        this.log = log;
        this.maxContentBytes = config.send().maxContentBytes();
        this.timeout = config.send().timeout();
    }

    /**
     * Carries out a command; fails with nothing but a {@link HubException}.
     *
     * @param sends what the asking connection said before, or null for a caller without one
     */
    public Uni<Reply> handle(Caller caller, SendLane sends, MessageCommand command) {
        return Uni.createFrom().deferred(() -> {
            check(command);
            return Uni.createFrom()
                    .completionStage(() -> lastAppend(sends))
                    .chain(last -> history.find(caller.participantId(), List.of(command.messageId()), last))
                    .chain(found -> change(caller, command, found.get(command.messageId())));
        });
    }

    private void check(MessageCommand command) {
        Ids.checked(command.messageId(), "id");
        if (command.key() != null) {
            Ids.checked(command.key(), "key");
        }
        switch (command) {
            case EditMessage edit -> {
                Content.check(edit.content(), maxContentBytes);
                Details.check(edit.details());
            }
            case React react -> checkReaction(react.reaction());
            case DeleteMessage delete -> {
                // Says nothing.
            }
        }
    }

    private static void checkReaction(String reaction) {
        if (reaction == null || reaction.isBlank()) {
            throw new HubException(HubError.MISSING_FIELDS, "a reaction is required");
        }
        if (reaction.length() > ReactionChanged.MAX_LENGTH) {
            throw new HubException(
                    HubError.MESSAGE_TOO_LARGE, "a reaction has at most " + ReactionChanged.MAX_LENGTH + " characters");
        }
        Content.checkText(reaction, ReactionChanged.MAX_LENGTH * BYTES_PER_CHARACTER);
    }

    private Uni<Reply> change(Caller caller, MessageCommand command, FoundMessage message) {
        if (message == null || message.deletedAt() != null && !(command instanceof DeleteMessage)) {
            throw new HubException(HubError.MESSAGE_NOT_FOUND, "no such message");
        }
        if (command instanceof EditMessage && !message.senderId().equals(caller.participantId())) {
            throw new HubException(HubError.ACCESS_DENIED, "only its sender may edit a message");
        }
        return conversations
                .findFor(message.conversationId(), caller.participantId())
                .chain(conversation -> {
                    checkPlace(caller, message, conversation);
                    checkDeletion(caller, command, message, conversation);
                    return append(event(caller, command, message, audience(message, conversation)));
                });
    }

    /** What was said in a conversation that is over, or that the caller has left, stays as it is. */
    private static void checkPlace(Caller caller, FoundMessage message, Conversation conversation) {
        if (conversation == null) {
            throw new HubException(HubError.CHANNEL_NOT_FOUND, "no such conversation");
        }
        if (message.kind() != ConversationKind.SERVICE && !conversation.hasMember(caller.participantId())) {
            throw new HubException(HubError.NOT_A_PARTY, "you are no party of this conversation");
        }
        if (conversation.status().isOver()) {
            throw new HubException(HubError.CHANNEL_ENDED, "this conversation is over");
        }
    }

    private static void checkDeletion(
            Caller caller, MessageCommand command, FoundMessage message, Conversation conversation) {
        boolean mayDelete = message.senderId().equals(caller.participantId())
                || caller.participantId().equals(conversation.inRole(Conversation.OWNER));
        if (command instanceof DeleteMessage && !mayDelete) {
            throw new HubException(
                    HubError.ACCESS_DENIED, "only its sender and the owner of its group may delete a message");
        }
    }

    /** Of a group who is in it now, as for its messages; else who could see the message. */
    private static List<String> audience(FoundMessage message, Conversation conversation) {
        boolean named =
                message.kind() != ConversationKind.GROUP && !message.audience().isEmpty();
        return named ? message.audience() : conversation.audience();
    }

    private static MessageChange event(
            Caller caller, MessageCommand command, FoundMessage message, List<String> audience) {
        String by = caller.participantId();
        String changeId = Ids.changeId(by, command.key(), message.messageId());
        String conversationId = message.conversationId();
        return switch (command) {
            case EditMessage edit ->
                new MessageEdited(
                        changeId, conversationId, message.messageId(), by, edit.content(), edit.details(), audience);
            case DeleteMessage delete ->
                new MessageDeleted(changeId, conversationId, message.messageId(), by, audience);
            case React react ->
                new ReactionChanged(
                        changeId, conversationId, message.messageId(), by, react.reaction(), react.on(), audience);
        };
    }

    private Uni<Reply> append(MessageChange change) {
        if (!log.isConfirming()) {
            throw logUnavailable();
        }
        return Uni.createFrom()
                .completionStage(() -> log.append(change).copy())
                .ifNoItem()
                .after(timeout)
                .failWith(MessageChanges::logUnavailable)
                .replaceWith(new Reply.Done());
    }

    private static HubException logUnavailable() {
        return new HubException(HubError.LOG_UNAVAILABLE, "the message log does not answer, please retry");
    }

    /** Where the connection's last message went; null if it said nothing, or the log has not confirmed it in time. */
    private static CompletableFuture<LogPosition> lastAppend(SendLane sends) {
        return sends == null
                ? CompletableFuture.completedFuture(null)
                : sends.lastAppend()
                        .copy()
                        .completeOnTimeout(null, OWN_SEND_WAIT_MILLIS, TimeUnit.MILLISECONDS)
                        .exceptionally(failure -> null);
    }
}
