package io.clawhub.gateway.protocol.channel;

import java.util.function.Function;
import java.util.function.Supplier;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.mutiny.Uni;
import org.jboss.logging.Logger;

import io.clawhub.gateway.core.HubError;
import io.clawhub.gateway.core.HubException;
import io.clawhub.gateway.core.Ids;
import io.clawhub.gateway.core.outbound.CloseReason;
import io.clawhub.gateway.core.outbound.OutboundQueue;
import io.clawhub.gateway.core.sessions.Question;
import io.clawhub.gateway.core.sessions.Taken;
import io.clawhub.gateway.json.JsonText;
import io.clawhub.gateway.protocol.channel.ChannelFrame.Cancel;
import io.clawhub.gateway.protocol.channel.ChannelFrame.Chat;
import io.clawhub.gateway.protocol.channel.ChannelFrame.Ping;
import io.clawhub.gateway.protocol.channel.ChannelFrame.Pong;
import io.clawhub.gateway.protocol.channel.ChannelFrame.Subscribe;
import io.clawhub.gateway.protocol.channel.ChannelFrame.Unsubscribe;
import io.clawhub.gateway.protocol.channel.JoinedSessions.Named;
import io.clawhub.gateway.websocket.Loop;
import io.clawhub.gateway.websocket.TokenBucket;

/** One socket of this protocol. Used on its event loop only; what happens in its sessions is written from any thread. */
final class ChannelConnection {

    private static final Logger LOG = Logger.getLogger(ChannelConnection.class);

    /** Characters of a frame: the limit of the field, and enough for 64 Ki characters with every one of them escaped. */
    static final int MAX_FRAME = 512 * 1024;

    private static final int HEARTBEAT_MILLIS = 30_000;
    /** Whoever was away for longer reads history instead: by then what ran is over. */
    private static final int RESUME_MILLIS = 600_000;

    private static final int MAX_MALFORMED = 10;
    private static final int MAX_REFUSED = 100;
    private static final int KEY_DIGITS = 32;

    private final ChannelHub hub;
    private final Enrolment enrolment;
    private final ChannelSocket socket;
    private final OutboundQueue outbound;
    private final Outlet outlet;
    private final Loop loop;
    private final TokenBucket questions;
    private final JoinedSessions sessions;
    private final Turns turns;
    private final Watching watching;
    private final Liveness liveness;
    private final String id = Ids.fresh("conn_", KEY_DIGITS);
    private int malformed;
    private int binaries;
    private int refusals;
    private boolean closed;

    ChannelConnection(
            ChannelHub hub,
            Enrolment enrolment,
            ChannelSocket socket,
            OutboundQueue outbound,
            Loop loop,
            TokenBucket questions) {
        this.hub = hub;
        this.enrolment = enrolment;
        this.socket = socket;
        this.outbound = outbound;
        this.outlet = new Outlet(outbound, loop);
        this.loop = loop;
        this.questions = questions;
        this.sessions = new JoinedSessions(hub, enrolment, outlet, loop);
        this.turns = new Turns(loop);
        this.watching = new Watching(hub.core(), enrolment, outlet, loop);
        this.liveness = new Liveness(loop, hub.clock(), this::idle, this::expiring);
    }

    /** The socket is open. */
    void opened() {
        if (questions == null) {
            close(ChannelSocket.OVERLOADED, "too many connections");
            return;
        }
        if (enrolment.isExtended()) {
            greet();
        }
        if (enrolment.wantsEvents()) {
            String agentId = enrolment.agentId() == null ? null : hub.core().agentId(enrolment.agentId());
            // A client that may not hear them may still ask.
            turns.add(() ->
                    watching.watch(agentId, enrolment.filter()).onFailure().recoverWithNull());
        }
        if (enrolment.sessionId() != null) {
            take(new Subscribe(enrolment.agentId(), enrolment.sessionId(), null));
        }
        liveness.start();
    }

    private void greet() {
        ObjectNode hello = SessionFrames.object("hello")
                .put("connectionId", id)
                .put("heartbeatMs", HEARTBEAT_MILLIS)
                .put("resumeTtlMs", RESUME_MILLIS);
        hello.putObject("limits").put("messageChars", ChannelCodec.MAX_TEXT).put("frameChars", MAX_FRAME);
        outlet.write(hello.toString());
        hub.core().endOf(enrolment.credential()).emitOn(loop).subscribe().with(end -> {
            if (end != null) {
                liveness.endsAt(end);
            }
        });
    }

    private void idle() {
        close(ChannelSocket.IDLE, "no sign of life");
    }

    private void expiring(long leftMillis) {
        outlet.write(SessionFrames.object("status")
                .put("status", "token_expiring")
                .put("expiresInMs", leftMillis)
                .toString());
    }

    void received(String text) {
        socket.arrived();
        touched();
        if (closed) {
            return;
        }
        if (text.length() > MAX_FRAME) {
            close(ChannelSocket.TOO_BIG, "frame too big");
            return;
        }
        JsonNode json = null;
        try {
            json = JsonText.parse(text);
            malformed = 0;
            ChannelFrame frame = ChannelCodec.decode(json);
            if (enrolment.path() == Enrolment.Path.EVENTS && !(frame instanceof Ping || frame instanceof Pong)) {
                throw new HubException(HubError.UNKNOWN_TYPE, "events are only read here");
            }
            take(frame);
        } catch (RuntimeException failure) {
            HubException refusal = refused(failure);
            outlet.answer(
                    json == null || !enrolment.isExtended()
                            ? SessionFrames.refused(null, refusal)
                            : SessionFrames.refusedFrame(json, refusal));
            if (refusal.error() == HubError.BAD_JSON && ++malformed >= MAX_MALFORMED) {
                close(ChannelSocket.MALFORMED, "this is no JSON");
            }
        }
    }

    void receivedBinary() {
        socket.arrived();
        touched();
        if (closed) {
            return;
        }
        if (++binaries > 1) {
            close(ChannelSocket.BINARY, "frames are text");
            return;
        }
        hub.core().refused(HubError.UNKNOWN_TYPE);
        outlet.answer(SessionFrames.error(null, "unsupported", "frames are text", false)
                .toString());
    }

    void touched() {
        liveness.touched();
    }

    /** A message was too long to be read. */
    void refuseMessage() {
        close(ChannelSocket.TOO_BIG, "message too big");
    }

    /** The connection failed; its close follows. */
    void broken() {
        outbound.discard();
    }

    void closed() {
        closed = true;
        liveness.stop();
        outbound.discard();
        turns.clear();
        sessions.leaveAll();
        watching.endForGood();
    }

    /** Says goodbye; the client is to come back. May be called on any thread. */
    void goAway() {
        outbound.close(CloseReason.GOING_AWAY);
    }

    /** Its credential has ended. May be called on any thread. */
    void revoked(String credentialId) {
        if (credentialId.equals(enrolment.credential().credentialId())) {
            outbound.close(CloseReason.REVOKED);
        }
    }

    /** Its client has a newer connection. May be called on any thread. */
    void replaced() {
        loop.execute(() -> close(ChannelSocket.REPLACED, "replaced by a newer connection of this client"));
    }

    Enrolment enrolment() {
        return enrolment;
    }

    private void take(ChannelFrame frame) {
        switch (frame) {
            case Chat chat -> chat(chat);
            case Ping ping -> pong(ping);
            case Pong pong -> LOG.trace("a sign of life");
            case Subscribe subscribe -> subscribe(subscribe);
            case Unsubscribe unsubscribe -> unsubscribe(unsubscribe);
            case Cancel cancel -> cancel(cancel.agentId(), cancel.sessionId(), cancel.runId());
        }
    }

    private void pong(Ping ping) {
        ObjectNode pong = SessionFrames.object("pong");
        if (ping.id() != null) {
            pong.set("id", ping.id());
        }
        if (ping.ts() != null) {
            pong.set("ts", ping.ts());
        }
        outlet.answer(pong.toString());
    }

    private void chat(Chat chat) {
        if (hub.config().stopWord() && chat.text().strip().equals("/stop")) {
            cancel(chat.agentId(), chat.sessionId(), null);
            return;
        }
        Named named = sessions.named(chat.agentId(), chat.sessionId());
        // What is refused takes version 1 nowhere, so it is refused before the session is joined.
        if (questions.take() > 0) {
            refuseFlood(sessions.frames(named), chat);
            return;
        }
        refusals = 0;
        if (turns.isFull()) {
            throw tooMuch();
        }
        JoinedSession session = sessions.join(named);
        String key = chat.clientMsgId() != null ? chat.clientMsgId() : Ids.fresh("", KEY_DIGITS);
        String runId = Ids.runId(named.key().participantId(), key);
        session.asks(runId, chat.wantsWhole());
        inTurn(session, chat.clientMsgId(), () -> sessions.follow(session)
                .chain(() ->
                        hub.core().ask(session.key(), enrolment.how(), new Question(key, chat.text(), chat.metadata())))
                .invoke(taken -> taken(session, chat.clientMsgId(), taken))
                .replaceWithVoid());
    }

    private void taken(JoinedSession session, String clientMsgId, Taken taken) {
        SessionFrames frames = session.frames();
        if (taken.isAgentAway()) {
            session.left(taken.runId());
            outlet.write(frames.away(taken.runId(), clientMsgId));
        } else if (taken.duplicate()) {
            outlet.write(frames.duplicate(taken.runId(), taken.messageId(), clientMsgId, taken.position()));
        } else {
            if (frames.isExtended()) {
                outlet.answer(frames.accepted(taken.runId(), taken.messageId(), clientMsgId, taken.position(), false));
            }
            session.taken(taken.runId(), taken.position() > 0);
        }
    }

    private void refuseFlood(SessionFrames frames, Chat chat) {
        HubException refusal = refused(new HubException(HubError.RATE_LIMITED, "too many questions, please wait"));
        outlet.answer(frames.refused(refusal, chat.clientMsgId()));
        if (++refusals >= MAX_REFUSED) {
            close(ChannelSocket.FLOOD, "too many questions");
        }
    }

    private void subscribe(Subscribe subscribe) {
        if (subscribe.sessionId() == null) {
            watch(subscribe.agentId());
            return;
        }
        JoinedSession session = sessions.join(sessions.named(subscribe.agentId(), subscribe.sessionId()));
        inTurn(session, null, () -> {
            if (enrolment.isExtended()) {
                outlet.write(session.frames().joined());
            }
            return sessions.readOn(session, subscribe.resume());
        });
    }

    private void watch(String agentId) {
        if (agentId == null) {
            throw new HubException(HubError.MISSING_FIELDS, "name an agent, a session, or both");
        }
        String watchedId = hub.core().agentId(agentId);
        inTurn(refusal -> SessionFrames.refused(agentId, refusal), () -> watching.watch(watchedId, null));
    }

    private void unsubscribe(Unsubscribe unsubscribe) {
        if (unsubscribe.sessionId() == null) {
            watching.end(unsubscribe.agentId() == null ? null : hub.core().agentId(unsubscribe.agentId()));
        } else {
            sessions.leave(sessions.named(unsubscribe.agentId(), unsubscribe.sessionId())
                    .key());
        }
    }

    private void cancel(String agentId, String sessionId, String runId) {
        JoinedSession session = sessions.toStop(sessions.named(agentId, sessionId));
        inTurn(session, null, () -> sessions.follow(session)
                .chain(() -> hub.core().cancel(session.key(), enrolment.how(), runId))
                .invoke(stopped -> session.cancelled(runId, stopped))
                .replaceWithVoid());
    }

    /** Does something in a session in its turn, and tells the client if it is refused. */
    private void inTurn(JoinedSession session, String clientMsgId, Supplier<Uni<Void>> work) {
        inTurn(refusal -> session.frames().refused(refusal, clientMsgId), work);
    }

    private void inTurn(Function<HubException, String> refusalFrame, Supplier<Uni<Void>> work) {
        boolean taken = turns.add(() -> Uni.createFrom()
                .deferred(() -> work.get())
                .onFailure()
                .invoke(failure -> outlet.write(refusalFrame.apply(refused(failure)))));
        if (!taken) {
            throw tooMuch();
        }
    }

    private static HubException tooMuch() {
        return new HubException(HubError.RATE_LIMITED, "too much is waiting");
    }

    private HubException refused(Throwable failure) {
        HubException refusal = HubException.of(failure);
        if (refusal.error() == HubError.INTERNAL) {
            LOG.errorf(failure, "frame not handled: connectionId=%s", id);
        }
        hub.core().refused(refusal.error());
        return refusal;
    }

    private void close(int code, String reason) {
        if (!closed) {
            closed = true;
            liveness.stop();
            outbound.discard();
            socket.end(code, reason);
        }
    }
}
