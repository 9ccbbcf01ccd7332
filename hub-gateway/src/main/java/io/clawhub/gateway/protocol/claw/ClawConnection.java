package io.clawhub.gateway.protocol.claw;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Set;

import com.fasterxml.jackson.databind.JsonNode;
import io.smallrye.mutiny.Uni;
import org.jboss.logging.Logger;

import io.clawhub.gateway.core.Caller.Authentication;
import io.clawhub.gateway.core.HubError;
import io.clawhub.gateway.core.HubException;
import io.clawhub.gateway.core.accounts.Identities.Credential;
import io.clawhub.gateway.core.outbound.OutboundQueue;
import io.clawhub.gateway.json.JsonText;
import io.clawhub.gateway.websocket.Inbox;
import io.clawhub.gateway.websocket.Loop;
import io.clawhub.gateway.websocket.PausableTransport;
import io.clawhub.gateway.websocket.TokenBucket;

import static java.nio.charset.StandardCharsets.UTF_8;

/** One socket of this protocol, from the first frame to its close. Used on its event loop only. */
final class ClawConnection {

    private static final Logger LOG = Logger.getLogger(ClawConnection.class);

    /** So long a client may take to show a credential, where one is needed. */
    private static final long AUTHENTICATION_MILLIS = 10_000;
    /** So long a client may take to read why it is sent away. */
    private static final long GOODBYE_MILLIS = 3_000;

    private final ClawHub hub;
    private final PausableTransport socket;
    private final OutboundQueue outbound;
    private final Loop loop;
    private final ClawReplies replies;
    private final ClawIdentity identity;
    private final Inbox inbox;
    private final ClawRequests requests;
    private final ClawRuns runs;
    /** The client showed that it speaks dialect A or A0: that decides how it is pushed to. */
    private volatile boolean speaksA;

    private volatile boolean speaksB;
    private boolean closed;

    ClawConnection(ClawHub hub, PausableTransport socket, OutboundQueue outbound, Loop loop) {
        this.hub = hub;
        this.socket = socket;
        this.outbound = outbound;
        this.loop = loop;
        this.replies = new ClawReplies(outbound);
        ClawRuns own = new ClawRuns(hub.maxText());
        this.runs = own;
        this.identity = new ClawIdentity(
                hub,
                outbound,
                (push, whose) -> Pushes.frame(push, whose, speaksB && !speaksA, own.areDeclared()),
                loop);
        this.inbox = new Inbox(
                this::handle,
                this::read,
                loop,
                new TokenBucket(hub.limits().messagesPerSecond(), hub.limits().burst(), System::nanoTime));
        this.requests = new ClawRequests(hub, identity, inbox, outbound, replies, runs, loop);
    }

    /** Acknowledgements and errors are wanted. */
    void acknowledge() {
        requests.acknowledge();
    }

    /** What the client can do, as the upgrade said. */
    void declared(Set<String> capabilities) {
        runs.declared(capabilities);
    }

    /** The upgrade was made with this credential, if any; where one is needed it must come soon. */
    void opened(Credential credential) {
        identity.presented(credential);
        if (identity.lacksCredential()) {
            loop.schedule(AUTHENTICATION_MILLIS, () -> {
                if (identity.lacksCredential()) {
                    close(HubError.AUTH_REQUIRED, "no credential in time");
                }
            });
        }
    }

    /**
     * The upgrade named the agent.
     *
     * @param plain by the header, as dialect A does; it is told no errors unless it wants acknowledgements. The URL's
     *     parameter is for clients of dialect B, which have no other way to a name
     */
    void named(String agentId, Authentication how, boolean plain, boolean acks) {
        replies.talkative(!plain || acks);
        speaksB = !plain;
        enter(agentId, how);
    }

    /** The upgrade showed the token of this account: it can be nobody else, whatever frames say. */
    void proved(String participantId) {
        enter(participantId, Authentication.TOKEN);
    }

    private void enter(String agentId, Authentication how) {
        try {
            identity.named(agentId, how);
            inbox.share(identity.rate());
        } catch (HubException refusal) {
            hub.core().refused(refusal.error());
            sendAway(FrameHead.NONE, refusal);
        }
    }

    void receivedBinary(byte[] bytes) {
        String text;
        try {
            text = UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            socket.arrived();
            touched();
            refuse(FrameHead.NONE, new HubException(HubError.BAD_JSON, "a frame must be UTF-8 text"));
            return;
        }
        received(text);
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

    void touched() {
        identity.touch();
    }

    /** A message was too long to be read. */
    void refuseMessage() {
        close(HubError.MESSAGE_TOO_LARGE, "message too big");
    }

    /** The connection failed; its close follows. */
    void broken() {
        outbound.discard();
    }

    /** Programs say something and go at once: what came in before the end is still carried out. */
    void closed() {
        closed = true;
        outbound.discard();
        inbox.end(identity::close);
    }

    private void handle(String text) {
        FrameHead head = FrameHead.NONE;
        try {
            JsonNode json = JsonText.parse(text);
            head = FrameHead.of(json);
            ClawFrame frame = ClawCodec.decode(json);
            if (identity.lacksCredential() && !frame.isOpen()) {
                throw new HubException(HubError.AUTH_REQUIRED, "send user_auth with an API key first");
            }
            speaks(head, frame);
            if (frame.isOpen() || identity.covers(head)) {
                requests.handle(head, frame);
            } else {
                identify(head, frame);
            }
        } catch (RuntimeException failure) {
            refuse(head, failure);
        }
    }

    private void speaks(FrameHead head, ClawFrame frame) {
        speaksB |= head.showsB();
        speaksA |= head.showsA() || frame instanceof SessionFrame.Connect connect && connect.agentId() != null;
    }

    /** Frames that come meanwhile wait for it, in order. */
    private void identify(FrameHead head, ClawFrame frame) {
        inbox.await(Inbox.Wait.IDENTIFYING);
        Uni.createFrom()
                .deferred(() -> identity.learn(head, frame.claim()))
                .emitOn(loop)
                .subscribe()
                .with(known -> identified(head, frame), failure -> notIdentified(head, failure));
    }

    private void identified(FrameHead head, ClawFrame frame) {
        if (inbox.isClosed()) {
            return;
        }
        inbox.share(identity.rate());
        try {
            requests.handle(head, frame);
        } catch (RuntimeException failure) {
            refuse(head, failure);
        }
        inbox.proceed(Inbox.Wait.IDENTIFYING);
    }

    private void notIdentified(FrameHead head, Throwable failure) {
        HubException refusal = refusal(failure);
        if (refusal.error() == HubError.RATE_LIMITED) {
            sendAway(head, refusal);
        } else {
            replies.refuse(head, refusal);
            inbox.proceed(Inbox.Wait.IDENTIFYING);
        }
    }

    private void refuse(FrameHead head, Throwable failure) {
        replies.refuse(head, refusal(failure));
    }

    private HubException refusal(Throwable failure) {
        HubException refusal = HubException.of(failure);
        if (refusal.error() == HubError.INTERNAL) {
            // A fault of ours must not cost the client its connection.
            LOG.errorf(failure, "frame not handled: participantId=%s", identity.participantId());
        }
        hub.core().refused(refusal.error());
        return refusal;
    }

    private void sendAway(FrameHead head, HubException refusal) {
        replies.refuse(head, refusal, () -> close(refusal.error(), refusal.getMessage()));
        loop.schedule(GOODBYE_MILLIS, () -> close(refusal.error(), refusal.getMessage()));
    }

    private void close(HubError error, String reason) {
        if (!closed) {
            outbound.discard();
            inbox.close();
            socket.close(error.closeCode(), reason);
        }
    }

    private void read(boolean on) {
        if (identity.client() != null) {
            identity.client().pauseIdleClock(!on);
        }
        socket.read(on);
    }
}
