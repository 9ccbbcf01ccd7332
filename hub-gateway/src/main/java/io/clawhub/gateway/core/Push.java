package io.clawhub.gateway.core;

import java.time.Instant;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;

import io.clawhub.events.ChatEvent;
import io.clawhub.events.ConversationChanged;
import io.clawhub.events.MessageChange;
import io.clawhub.events.StreamEvent;
import io.clawhub.events.StreamEvent.CallKind;
import io.clawhub.events.StreamEvent.RunCancelAsked;
import io.clawhub.events.StreamEvent.RunMoved;
import io.clawhub.events.StreamEvent.TypingShown;
import io.clawhub.events.archive.LoggedMessage;
import io.clawhub.gateway.core.conversations.Conversation;
import io.clawhub.gateway.core.presence.Presence;

/** Everything the hub tells a client unasked. Pushes of one conversation reach a connection in log order. */
public sealed interface Push {

    /**
     * Somebody said something.
     *
     * @param logged the message with its place in the log
     * @param replayed whether it was missed when it was said
     */
    record MessageArrived(LoggedMessage logged, boolean replayed) implements Push {

        /** A live message. */
        public MessageArrived(LoggedMessage logged) {
            this(logged, false);
        }
    }

    /**
     * What others said while the participant was away, in the order of time: for connections on terms of reading, in place of
     * a {@link MessageArrived} each.
     *
     * @param messages at most 100
     */
    record MessagesMissed(List<LoggedMessage> messages) implements Push {
        public MessagesMissed {
            messages = List.copyOf(messages);
        }
    }

    /**
     * A message that was said before is edited or deleted, or somebody reacts to it.
     *
     * @param change what happened
     * @param seq the change's own position in the log
     * @param at its time
     */
    record MessageChanged(MessageChange change, long seq, Instant at) implements Push {}

    /** What was missed has been handed over; what follows is live. Once per connection. */
    record CaughtUp() implements Push {}

    /**
     * Somebody has received or read what this participant said, up to a seq.
     *
     * @param conversationId where
     * @param participantId who
     * @param clientId by which of their clients
     * @param seq up to and including this
     * @param read whether it was read, or only received
     */
    record CursorAdvanced(String conversationId, String participantId, String clientId, long seq, boolean read)
            implements Push {}

    /** Somebody writes, or stopped writing. */
    record TypingSeen(TypingShown typing) implements Push {}

    /** A piece of a run. */
    record RunSeen(RunMoved piece) implements Push {}

    /** The participant is asked to stop a run of theirs. */
    record RunCancelled(RunCancelAsked asked) implements Push {}

    /** A run that the participant asked for is over without a message of its agent's. */
    record RunFinished(StreamEvent.RunFinished finished) implements Push {}

    /**
     * A group of the participant was opened, changed or dissolved, or somebody joined or left it.
     *
     * @param event a {@code ConversationOpened} or {@code ConversationChanged} of a group, a {@code MemberJoined} or a
     *     {@code MemberLeft}
     * @param group the group as it stands now
     * @param isWhole whether the members are known and few enough to be told; of a large group they are not
     */
    record GroupChanged(ChatEvent event, Conversation group, boolean isWhole) implements Push {

        /** With all its members. */
        public GroupChanged(ChatEvent event, Conversation group) {
            this(event, group, true);
        }
    }

    /** Somebody whom this connection watches came or went. */
    record PresenceSeen(Presence presence) implements Push {}

    /**
     * A session was requested, accepted, rejected or ended. A connection that waits for the outcome of its own request gets
     * the reply instead.
     *
     * @param change what happened
     */
    record ChannelChanged(ConversationChanged change) implements Push {}

    /**
     * The participant's service is asked for something; answer with {@link CallCommand.AnswerCall}. Goes to one connection
     * only, one that offers the service.
     *
     * @param callId the hub's id of the call
     * @param kind what is asked for
     * @param serviceId the service
     * @param callerId who asks
     * @param payload the question: {@code method, params, tunnel_id} of a call; {@code purpose, service_name} for a key;
     *     {@code tunnel_id} for a tunnel
     */
    record CallArrived(String callId, CallKind kind, String serviceId, String callerId, JsonNode payload)
            implements Push {}
}
