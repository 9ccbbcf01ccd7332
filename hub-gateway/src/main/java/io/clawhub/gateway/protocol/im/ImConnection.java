package io.clawhub.gateway.protocol.im;

import java.time.Instant;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jboss.logging.Logger;

import io.clawhub.gateway.core.Caller;
import io.clawhub.gateway.core.Caller.Authentication;
import io.clawhub.gateway.core.HubError;
import io.clawhub.gateway.core.HubException;
import io.clawhub.gateway.core.Ids;
import io.clawhub.gateway.core.Push;
import io.clawhub.gateway.core.accounts.Identities.Credential;
import io.clawhub.gateway.core.connections.ClientConnection;
import io.clawhub.gateway.core.outbound.OutboundQueue;
import io.clawhub.gateway.json.JsonText;
import io.clawhub.gateway.websocket.Inbox;
import io.clawhub.gateway.websocket.Loop;
import io.clawhub.gateway.websocket.PausableTransport;
import io.clawhub.gateway.websocket.TokenBucket;

/** One socket of this protocol, from its hello to its close. Used on its event loop only. */
final class ImConnection {

    private static final Logger LOG = Logger.getLogger(ImConnection.class);

    /** So long a client may take to say who it is. */
    private static final long HELLO_MILLIS = 10_000;
    /** So long a client may take to read why it is sent away, and the hub to answer what it asked before its goodbye. */
    private static final long GOODBYE_MILLIS = 3_000;
    /** How often a client should give a sign of life: three of them are missed before it counts as dead. */
    private static final int HEARTBEAT_SECONDS = 30;

    private static final int NORMAL_CLOSE = 1000;
    private static final int ID_DIGITS = 32;

    private final ImHub hub;
    private final PausableTransport socket;
    private final OutboundQueue outbound;
    private final Loop loop;
    private final Credential credential;
    private final Inbox inbox;
    private final ImRequests requests;
    private final String sessionId = Ids.fresh("", ID_DIGITS);
    private ClientConnection client;
    private boolean helloTaken;
    private boolean closed;

    /**
     * A socket that was just upgraded.
     *
     * @param credential what the upgrade showed
     */
    ImConnection(ImHub hub, PausableTransport socket, OutboundQueue outbound, Loop loop, Credential credential) {
        this.hub = hub;
        this.socket = socket;
        this.outbound = outbound;
        this.loop = loop;
        this.credential = credential;
        var limits = hub.config().limits();
        this.inbox = new Inbox(
                this::handle,
                this::read,
                loop,
                new TokenBucket(limits.messagesPerSecond(), limits.burst(), System::nanoTime));
        this.requests = new ImRequests(hub, outbound, inbox, loop);
        loop.schedule(HELLO_MILLIS, () -> {
            if (!helloTaken && !closed) {
                sendAway(FrameHead.NONE, new HubException(HubError.HELLO_REQUIRED, "no hello in time"));
            }
        });
    }

    void received(String text) {
        socket.arrived();
        touched();
        if (!inbox.offer(text)) {
            FrameHead head = FrameHead.NONE;
            try {
                head = FrameHead.of(JsonText.parse(text));
            } catch (HubException unreadable) {
                LOG.debug("an unreadable frame too many");
            }
            refuse(head, new HubException(HubError.RATE_LIMITED, "too many frames are waiting"));
        }
    }

    /** This protocol has no binary frames. */
    void receivedBinary() {
        socket.arrived();
        touched();
        refuse(FrameHead.NONE, new HubException(HubError.BAD_JSON, "a frame must be a text message"));
    }

    void touched() {
        if (client != null) {
            hub.core().touch(client);
        }
    }

    /** A message was too long to be read. */
    void refuseMessage() {
        close(HubError.MESSAGE_TOO_LARGE.closeCode(), "message too big");
    }

    /** The connection failed; its close follows. */
    void broken() {
        outbound.discard();
    }

    /** Programs say something and go at once: what came in before the end is still carried out. */
    void closed() {
        closed = true;
        outbound.discard();
        inbox.end(() -> {
            if (client != null) {
                hub.agents().leave(client.caller().participantId());
                hub.core().close(client, false);
            }
        });
    }

    private void handle(String text) {
        FrameHead head = FrameHead.NONE;
        try {
            JsonNode json = JsonText.parse(text);
            head = FrameHead.of(json);
            ImFrame frame = ImCodec.decode(json);
            if (client != null) {
                take(head, frame);
            } else if (frame instanceof SessionFrame.Hello hello) {
                identify(head, hello);
            } else {
                throw new HubException(HubError.HELLO_REQUIRED, "say hello first");
            }
        } catch (RuntimeException failure) {
            refuse(head, failure);
        }
    }

    private void take(FrameHead head, ImFrame frame) {
        if (frame instanceof SessionFrame.Bye) {
            inbox.close();
            requests.whenAnswered(() -> close(NORMAL_CLOSE, "bye"));
            loop.schedule(GOODBYE_MILLIS, () -> close(NORMAL_CLOSE, "bye"));
        } else {
            requests.handle(client, head, frame);
        }
    }

    /** Frames that come meanwhile wait for it, in order. */
    private void identify(FrameHead head, SessionFrame.Hello hello) {
        helloTaken = true;
        inbox.await(Inbox.Wait.IDENTIFYING);
        hub.core()
                .claim(hello.agentId(), credential, sessionId)
                .chain(how -> hub.core().epoch().map(epoch -> new Known(how, epoch)))
                .emitOn(loop)
                .subscribe()
                .with(known -> welcome(head, hello, known), failure -> refuse(head, failure));
    }

    private record Known(Authentication how, String epoch) {}

    private void welcome(FrameHead head, SessionFrame.Hello hello, Known known) {
        if (inbox.isClosed()) {
            return;
        }
        TokenBucket rate = hub.agents().enter(hello.agentId());
        if (rate == null) {
            refuse(head, new HubException(HubError.RATE_LIMITED, "too many connections of this agent"));
            return;
        }
        boolean recovered = known.epoch().equals(hello.epoch());
        requests.answer(welcome(hello, known.epoch(), recovered));
        Caller caller = credential.caller(hello.agentId(), hello.clientId(), ImHub.PROTOCOL, known.how());
        // Who is gone already may have come back: what it said counts, but nobody makes way for it.
        var opening = new ImCore.Opening(recovered ? hello.cursors() : Map.of(), hello.window(), !closed);
        client = hub.core().open(caller, outbound, push -> frame(push, hello.agentId()), opening);
        inbox.share(rate);
        inbox.proceed(Inbox.Wait.IDENTIFYING);
    }

    private ObjectNode welcome(SessionFrame.Hello hello, String epoch, boolean recovered) {
        ObjectNode frame = ImCodec.frame("welcome")
                .put("v", SessionReaders.VERSION)
                .put("session_id", sessionId)
                .put("agent_id", hello.agentId())
                .put("epoch", epoch)
                .put("recovered", recovered)
                .put("heartbeat_seconds", HEARTBEAT_SECONDS);
        frame.putObject("limits")
                .put("text_max_bytes", hub.sizes().text())
                .put("frame_max_bytes", hub.sizes().frame())
                .put("window_max", SessionReaders.MAX_WINDOW)
                .put("attachment_max_bytes", hub.sizes().attachment());
        return frame.put("server_time", MessageJson.time(Instant.now()));
    }

    private static String frame(Push push, String participantId) {
        ObjectNode frame = ImPushes.frame(push, participantId);
        return frame == null ? null : frame.toString();
    }

    /** Without an identity there is nothing to go on with; a known client is told, and its connection stays. */
    private void refuse(FrameHead head, Throwable failure) {
        HubException refusal = HubException.of(failure);
        if (refusal.error() == HubError.INTERNAL) {
            LOG.errorf(failure, "frame not handled: sessionId=%s type=%s", sessionId, head.type());
        }
        hub.core().refused(refusal.error());
        if (client == null) {
            sendAway(head, refusal);
        } else {
            requests.answer(Answers.refused(head, refusal));
        }
    }

    private void sendAway(FrameHead head, HubException refusal) {
        int code = closeCode(head, refusal.error());
        inbox.close();
        outbound.reply(Answers.refused(head, refusal).toString(), () -> close(code, refusal.getMessage()));
        loop.schedule(GOODBYE_MILLIS, () -> close(code, refusal.getMessage()));
    }

    /** What is no hello at all is a missing one. */
    private static int closeCode(FrameHead head, HubError error) {
        if (!"hello".equals(head.type()) && !error.retryable()) {
            return HubError.HELLO_REQUIRED.closeCode();
        }
        return error == HubError.INTERNAL ? HubError.RATE_LIMITED.closeCode() : error.closeCode();
    }

    private void close(int code, String reason) {
        if (!closed) {
            closed = true;
            outbound.discard();
            inbox.close();
            socket.close(code, reason);
        }
    }

    private void read(boolean on) {
        if (client != null) {
            client.pauseIdleClock(!on);
        }
        socket.read(on);
    }
}
