package io.clawhub.gateway.protocol.claw;

import java.util.function.BiConsumer;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.clawhub.gateway.core.Command;
import io.clawhub.gateway.core.HubException;
import io.clawhub.gateway.core.Reply;
import io.clawhub.gateway.core.StreamCommand;
import io.clawhub.gateway.core.UserCommand;
import io.clawhub.gateway.core.UserReply;
import io.clawhub.gateway.core.outbound.OutboundQueue;
import io.clawhub.gateway.websocket.Inbox;
import io.clawhub.gateway.websocket.Loop;

/** What a connection asks for, frame by frame. Used on its event loop only; answers come on any thread. */
final class ClawRequests {

    private static final Runnable NOTHING = () -> {};

    private final ClawHub hub;
    private final ClawIdentity identity;
    private final Inbox inbox;
    private final OutboundQueue outbound;
    private final ClawReplies replies;
    private final ClawRuns runs;
    private final Loop loop;
    private final Asking asking;
    private final OwnServices services;
    private boolean wantsAcks;

    ClawRequests(
            ClawHub hub,
            ClawIdentity identity,
            Inbox inbox,
            OutboundQueue outbound,
            ClawReplies replies,
            ClawRuns runs,
            Loop loop) {
        this.hub = hub;
        this.identity = identity;
        this.inbox = inbox;
        this.outbound = outbound;
        this.replies = replies;
        this.runs = runs;
        this.loop = loop;
        this.asking = new Asking(hub, identity, replies);
        this.services = new OwnServices(asking, identity);
    }

    /** Every message is acknowledged, unasked, and errors are told. */
    void acknowledge() {
        wantsAcks = true;
        replies.talkative(true);
    }

    /**
     * Carries out a frame.
     *
     * @throws HubException if it is refused before the core is asked
     */
    void handle(FrameHead head, ClawFrame frame) {
        if (!frame.isOpen()) {
            identity.check(frame.claim());
        }
        switch (frame) {
            case SessionFrame session -> session(head, session);
            case ChatFrame chat -> chat(head, chat);
            case ServiceFrame service -> services.handle(head, service);
            case CallFrame call -> asking.ask(head, CallFrames.question(head, call), NOTHING);
            case UserFrame.Authenticate authenticate -> authenticate(head, authenticate);
            case UserFrame user -> asking.ask(head, UserFrames.question(user), NOTHING);
        }
    }

    private void session(FrameHead head, SessionFrame frame) {
        switch (frame) {
            case SessionFrame.Connect connect -> connect(head, connect);
            case SessionFrame.Ping ping -> replies.send(head, ClawCodec.frame("pong"));
            case SessionFrame.Pong pong -> {}
            case SessionFrame.Heartbeat heartbeat -> {}
            case SessionFrame.Help help ->
                replies.send(
                        head,
                        ClawCodec.frame("help")
                                .put("topic", HelpTopics.name(help.topic()))
                                .put("content", HelpTopics.text(help.topic()))
                                .put("server_version", hub.version()));
            case SessionFrame.WhoAmI who -> replies.send(head, whoAmI());
        }
    }

    private void connect(FrameHead head, SessionFrame.Connect frame) {
        if (frame.capabilities().contains("ack")) {
            acknowledge();
        }
        runs.declared(frame.capabilities());
        replies.send(
                head,
                ClawCodec.frame("connected")
                        .put("client_id", identity.ownId())
                        .put("client_type", frame.clientType() == null ? "consumer" : frame.clientType())
                        .put("agent_id", identity.participantId()));
    }

    private ObjectNode whoAmI() {
        return ClawCodec.frame("success")
                .put("success", true)
                .put("client_id", identity.ownId())
                .put("agent_id", identity.participantId())
                .put(
                        "authentication",
                        identity.asker().caller().authentication().wireName())
                .put("user_id", identity.asker().caller().userId());
    }

    private void chat(FrameHead head, ChatFrame frame) {
        switch (frame) {
            case ChatFrame.Say say -> say(head, say);
            case ChatFrame.Stream stream -> stream(head, stream);
            case ChatFrame.Request request -> {
                Question question = ChannelFrames.request(head, request, hub.aliases()::resolve);
                if (head.b()) {
                    asking.ask(head, question, NOTHING);
                } else {
                    // The client throws away all it gets before the answer.
                    askHolding(head, question);
                }
            }
            case ChatFrame.Accept accept ->
                asking.ask(head, ChannelFrames.accept(head, accept, hub.aliases()::resolve), NOTHING);
            case ChatFrame.Reject reject ->
                asking.ask(head, ChannelFrames.reject(head, reject, hub.aliases()::resolve), NOTHING);
            case ChatFrame.End end -> asking.ask(head, ChannelFrames.end(head, end), NOTHING);
            // The client reads one frame and takes that for the answer.
            case ChatFrame.History history -> askHolding(head, HistoryFrames.question(head, history));
        }
    }

    /** Keeps pushes back until the answer is on the socket. */
    private void askHolding(FrameHead head, Question question) {
        outbound.hold();
        asking.ask(head, question, outbound::release);
    }

    private void say(FrameHead head, ChatFrame.Say frame) {
        if (runs.isOpen(frame.messageId())) {
            end(head, frame);
            return;
        }
        boolean answered = isAnswered(head, frame);
        String target = hub.aliases().resolve(frame.target());
        send(head, frame, ChatFrames.command(frame, target, answered), answered, (reply, refusal) -> {});
    }

    private boolean isAnswered(FrameHead head, ChatFrame.Say frame) {
        return head.b() || wantsAcks || frame.ack();
    }

    private void send(
            FrameHead head,
            ChatFrame.Say frame,
            Command.SendMessage command,
            boolean answered,
            BiConsumer<Reply, HubException> then) {
        hub.core().dispatch(identity.client(), command, (reply, refusal) -> {
            if (refusal == null) {
                if (answered && reply instanceof Reply.Accepted accepted) {
                    replies.send(head, ChatFrames.accepted(head, frame, accepted));
                }
            } else if (answered && !head.b()) {
                replies.send(head, ChatFrames.failed(frame, refusal));
            } else {
                replies.refuse(head, refusal);
            }
            then.accept(reply, refusal);
        });
        // Nothing is dropped while a lane is full: what does not fit stays in the sender's socket.
        if (hub.core().isLaneFull(identity.client(), () -> loop.execute(() -> inbox.proceed(Inbox.Wait.LANE)))) {
            inbox.await(Inbox.Wait.LANE);
        }
    }

    private void stream(FrameHead head, ChatFrame.Stream frame) {
        runs.take(frame, hub.aliases().resolve(frame.target())).forEach(piece -> tell(head, piece));
        if (frame.done() && runs.isOpen(frame.messageId())) {
            end(head, runs.ended(frame));
        }
    }

    /** The message goes first: who sees the end of a run finds it in the log. */
    private void end(FrameHead head, ChatFrame.Say whole) {
        Command.SendMessage command = ChatFrames.ending(whole, hub.aliases().resolve(whole.target()));
        send(
                head,
                whole,
                command,
                isAnswered(head, whole),
                (reply, refusal) -> loop.execute(() -> tell(
                        head,
                        reply instanceof Reply.Accepted accepted
                                ? runs.accepted(whole.messageId(), accepted.conversationId())
                                : runs.refused(whole.messageId(), HubException.of(refusal)))));
    }

    /** Has no answer but a refusal. */
    private void tell(FrameHead head, StreamCommand.MoveRun piece) {
        if (piece != null) {
            hub.core().dispatch(identity.client(), piece, (reply, refusal) -> {
                if (refusal != null) {
                    replies.refuse(head, refusal);
                }
            });
        }
    }

    /** Later frames wait: they may need the name or the rights that come with the key. */
    private void authenticate(FrameHead head, UserFrame.Authenticate frame) {
        inbox.await(Inbox.Wait.IDENTIFYING);
        try {
            hub.core()
                    .dispatch(
                            identity.asker(),
                            new UserCommand.AuthenticateUser(frame.apiKey()),
                            (reply, refusal) -> loop.execute(() -> authenticated(head, reply, refusal)));
        } catch (RuntimeException fault) {
            inbox.proceed(Inbox.Wait.IDENTIFYING);
            throw fault;
        }
    }

    private void authenticated(FrameHead head, Reply reply, HubException refusal) {
        if (reply instanceof UserReply.UserAuthenticated known) {
            bind(head, known);
        } else {
            authenticationEnds(head, UserFrames.notAuthenticated(refusal));
        }
    }

    private void bind(FrameHead head, UserReply.UserAuthenticated known) {
        identity.authenticated(known.user().userId())
                .subscribe()
                .with(done -> authenticationEnds(head, UserFrames.authenticated(known.user())), failure -> {
                    HubException refusal = HubException.of(failure);
                    hub.core().refused(refusal.error());
                    authenticationEnds(head, UserFrames.notAuthenticated(refusal));
                });
    }

    private void authenticationEnds(FrameHead head, ObjectNode answer) {
        replies.send(head, answer);
        inbox.proceed(Inbox.Wait.IDENTIFYING);
    }
}
