package io.clawhub.gateway.protocol.agentclub;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.smallrye.mutiny.Uni;
import org.jboss.logging.Logger;

import io.clawhub.events.MessageDetails.Attachment;
import io.clawhub.gateway.core.Command;
import io.clawhub.gateway.core.CursorCommand;
import io.clawhub.gateway.core.HubError;
import io.clawhub.gateway.core.HubException;
import io.clawhub.gateway.core.Ids;
import io.clawhub.gateway.core.Reply;
import io.clawhub.gateway.core.StreamCommand;
import io.clawhub.gateway.core.connections.ClientConnection;
import io.clawhub.gateway.protocol.agentclub.socketio.SocketIoSession;
import io.clawhub.gateway.protocol.agentclub.socketio.SocketIoText;
import io.clawhub.gateway.websocket.Inbox;

/**
 * What an identified socket says, event by event, in the order of arrival. Used on its event loop only; answers come on any
 * thread. Whoever wants an acknowledgement gets one once the event is dealt with; what is refused is told by it or else, as
 * the protocol's clients expect, by an {@code error} event.
 */
final class ClubRequests {

    private static final Logger LOG = Logger.getLogger(ClubRequests.class);

    private static final Runnable NOTHING = () -> {};
    /** Stands for the end of the log: the core takes the last message there is. */
    private static final long NOW = Long.MAX_VALUE;

    private static final Duration FIRST_RETRY = Duration.ofMillis(250);
    private static final Duration LAST_RETRY = Duration.ofSeconds(2);
    /** What went out to a socket that is still there so long afterwards was seen. */
    private static final long SEEN_AFTER_MILLIS = 300;

    private final ClubHub hub;
    private final SocketIoSession session;
    private final ClientConnection client;
    private final ClubPushes pushes;
    private boolean closed;
    /** The chat that the client has asked to look at last, or null. */
    private String looksAt;

    ClubRequests(ClubHub hub, SocketIoSession session, ClientConnection client, ClubPushes pushes) {
        this.hub = hub;
        this.session = session;
        this.client = client;
        this.pushes = pushes;
    }

    /** Carries out an event; one that means nothing here is ignored, and not acknowledged. */
    void event(String name, List<JsonNode> args, Long ackId) {
        ClubEvent event = ClubCodec.decode(name, args);
        if (event == null) {
            return;
        }
        try {
            take(event, ackId);
        } catch (RuntimeException failure) {
            HubException refusal = HubException.of(failure);
            if (refusal.error() == HubError.INTERNAL) {
                LOG.errorf(failure, "event not handled: socketId=%s event=%s", session.id(), name);
            }
            hub.core().refused(refusal.error());
            refuse(event, refusal, ackId);
        }
    }

    /** The socket is gone. */
    void close() {
        closed = true;
    }

    private void take(ClubEvent event, Long ackId) {
        switch (event) {
            case ClubEvent.SendMessage send -> send(send, ackId);
            case ClubEvent.MarkMessages marked -> mark(marked, ackId);
            case ClubEvent.MarkChat marked -> dispatch(event, read(marked.chat()), ackId, reply -> {});
            case ClubEvent.JoinChat join -> join(join, ackId);
            case ClubEvent.LeaveChat leave -> {
                if (leave.chat() != null && leave.chat().conversationId().equals(looksAt)) {
                    looksAt = null;
                    view(null);
                }
                acknowledge(ackId);
            }
            case ClubEvent.ShowTyping typing ->
                dispatch(
                        event,
                        new StreamCommand.ShowTyping(there(typing.chat()).conversationId(), null, true),
                        ackId,
                        reply -> {});
            case ClubEvent.ChangeMessage change -> dispatch(event, change.command(), ackId, reply -> {});
            case ClubEvent.Heartbeat heartbeat -> {
                session.outbound().reply(SocketIoText.event("heartbeat_ack"), NOTHING);
                acknowledge(ackId);
            }
        }
    }

    private void send(ClubEvent.SendMessage send, Long ackId) {
        there(send.chat());
        if (send.clientMsgId() != null) {
            Ids.checked(send.clientMsgId(), "client_msg_id");
        }
        if (send.fileUrl() == null) {
            append(send, null, ackId);
            return;
        }
        // What is said behind the file must not overtake it.
        session.inbox().await(Inbox.Wait.FILE);
        Uni<Optional<io.clawhub.gateway.core.attachments.Attachment>> file = Uni.createFrom()
                .deferred(() ->
                        hub.files().attachmentOf(send.fileUrl(), client.caller().participantId()));
        // As with a text, whoever waits for no answer is rather held than refused.
        (ackId != null
                        ? file
                        : file.onFailure(failure ->
                                        HubException.of(failure).error().retryable())
                                .retry()
                                .withBackOff(FIRST_RETRY, LAST_RETRY)
                                .expireIn(hub.config().send().holdTime().toMillis()))
                .emitOn(session.loop())
                .onTermination()
                .invoke(() -> session.loop().execute(() -> session.inbox().proceed(Inbox.Wait.FILE)))
                .subscribe()
                .with(
                        found ->
                                append(send, found.map(ClubRequests::attachment).orElse(null), ackId),
                        failure -> refuse(send, HubException.of(failure), ackId));
    }

    private static Attachment attachment(io.clawhub.gateway.core.attachments.Attachment file) {
        return new Attachment(file.id(), file.name(), file.contentType(), file.size(), file.sha256());
    }

    private void append(ClubEvent.SendMessage send, Attachment file, Long ackId) {
        Command command = new Command.SendMessage(
                send.clientMsgId(),
                null,
                null,
                send.chat().conversationId(),
                TextNode.valueOf(send.content()),
                MessageExtras.details(send, file),
                // Who waits for no answer would take no refusal for a reason to say it again.
                ackId == null);
        hub.core().dispatch(client, command, (reply, refusal) -> {
            if (refusal != null) {
                refuse(send, refusal, ackId);
            } else if (reply instanceof Reply.Accepted accepted) {
                acknowledge(ackId, accepted(accepted));
            }
        });
        // Nothing is dropped while a lane is full: what does not fit stays in the sender's socket.
        if (hub.core().isLaneFull(client, () -> session.loop()
                .execute(() -> session.inbox().proceed(Inbox.Wait.LANE)))) {
            session.inbox().await(Inbox.Wait.LANE);
        }
    }

    private static ObjectNode accepted(Reply.Accepted accepted) {
        return JsonNodeFactory.instance
                .objectNode()
                // The former two as newer agents of the protocol ask for them.
                .put("ok", true)
                .put("message_id", accepted.messageId())
                .put("id", accepted.messageId())
                .put("seq", accepted.seq())
                .put("created_at", Timestamps.of(Instant.ofEpochMilli(accepted.atMillis())));
    }

    /** Most are remembered; where the others stand history knows. Those of nobody, or of strangers, are passed over. */
    private void mark(ClubEvent.MarkMessages marked, Long ackId) {
        List<Delivered.Place> places = new ArrayList<>();
        List<String> unknown = new ArrayList<>();
        for (String messageId : marked.messageIds()) {
            Delivered.Place place = pushes.delivered().take(messageId);
            if (place == null) {
                unknown.add(messageId);
            } else {
                places.add(place);
            }
        }
        if (unknown.isEmpty()) {
            read(places, ackId);
            return;
        }
        hub.history()
                .find(client.caller().participantId(), unknown, null)
                .subscribe()
                .with(
                        found -> {
                            found.values()
                                    .forEach(one -> places.add(new Delivered.Place(one.conversationId(), one.seq())));
                            read(places, ackId);
                        },
                        failure -> refuse(marked, HubException.of(failure), ackId));
    }

    /** Acknowledged once all cursors stand: whoever comes back then is not sent these again. */
    private void read(List<Delivered.Place> places, Long ackId) {
        if (places.isEmpty()) {
            acknowledge(ackId);
            return;
        }
        AtomicInteger left = new AtomicInteger(places.size());
        for (Delivered.Place place : places) {
            read(place.conversationId(), place.seq(), () -> {
                if (left.decrementAndGet() == 0) {
                    acknowledge(ackId);
                }
            });
        }
    }

    private void read(String conversationId, long seq, Runnable done) {
        hub.core().dispatch(client, new CursorCommand.MarkRead(conversationId, seq), (reply, refusal) -> done.run());
    }

    private static Command read(ChatRef chat) {
        return new CursorCommand.MarkRead(there(chat).conversationId(), NOW);
    }

    /** What the client has asked to look at last counts, whenever the answer comes. */
    private void join(ClubEvent.JoinChat join, Long ackId) {
        Command read = read(join.chat());
        String conversationId = join.chat().conversationId();
        looksAt = conversationId;
        dispatch(join, read, ackId, reply -> session.loop().execute(() -> {
            if (conversationId.equals(looksAt)) {
                view(conversationId);
            }
        }));
    }

    private void view(String conversationId) {
        pushes.view(conversationId, (arrived, seq) -> session.loop().schedule(SEEN_AFTER_MILLIS, () -> {
            if (!closed) {
                read(arrived, seq, NOTHING);
            }
        }));
    }

    private void dispatch(ClubEvent event, Command command, Long ackId, Consumer<Reply> taken) {
        hub.core().dispatch(client, command, (reply, refusal) -> {
            if (refusal == null) {
                taken.accept(reply);
                acknowledge(ackId);
            } else {
                refuse(event, refusal, ackId);
            }
        });
    }

    private static ChatRef there(ChatRef chat) {
        if (chat == null) {
            throw new HubException(HubError.CHANNEL_NOT_FOUND, "no such chat");
        }
        return chat;
    }

    private void acknowledge(Long ackId, JsonNode... args) {
        if (ackId != null) {
            session.outbound().reply(SocketIoText.ack(ackId, args), NOTHING);
        }
    }

    /** A refused message is an error to whoever asked for no acknowledgement, too; anything else tells no stranger anything. */
    private void refuse(ClubEvent event, HubException refusal, Long ackId) {
        if (ackId == null && !(event instanceof ClubEvent.SendMessage)) {
            return;
        }
        boolean isNotIn = refusal.error() == HubError.NOT_A_PARTY || refusal.error() == HubError.CHANNEL_NOT_FOUND;
        ObjectNode error = JsonNodeFactory.instance
                .objectNode()
                // Whether a chat exists is nobody's business who is not in it.
                .put("code", (isNotIn ? HubError.NOT_A_PARTY : refusal.error()).name())
                .put("retryable", refusal.error().retryable());
        String message = isNotIn ? notIn(event) : refusal.getMessage();
        if (ackId != null) {
            acknowledge(ackId, error.put("ok", false).put("error", message));
        } else {
            session.outbound().reply(SocketIoText.event("error", error.put("message", message)), NOTHING);
        }
    }

    private static String notIn(ClubEvent event) {
        return event instanceof ClubEvent.SendMessage send
                        && send.chat() != null
                        && send.chat().isGroup()
                ? "you are not in this group"
                : "you are not in this conversation";
    }
}
