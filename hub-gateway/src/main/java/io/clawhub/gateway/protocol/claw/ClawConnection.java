package io.clawhub.gateway.protocol.claw;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;

import com.fasterxml.jackson.databind.JsonNode;
import org.jboss.logging.Logger;

import io.clawhub.gateway.core.Command;
import io.clawhub.gateway.core.HubError;
import io.clawhub.gateway.core.HubException;
import io.clawhub.gateway.core.Ids;
import io.clawhub.gateway.core.Reply;
import io.clawhub.gateway.core.connections.ClientConnection;
import io.clawhub.gateway.core.outbound.OutboundQueue;

import static java.nio.charset.StandardCharsets.UTF_8;

/** One socket of this protocol: who it is, what it may be told, and what it asked. Used on its event loop only. */
final class ClawConnection {

    private static final Logger LOG = Logger.getLogger(ClawConnection.class);

    private static final Runnable NOTHING = () -> {};
    private static final int CLIENT_ID_DIGITS = 8;
    private static final int TUNNEL_ID_DIGITS = 12;
    /** Questions of one connection that may be open at the same time; each is a call to another service or database. */
    private static final int MAX_OPEN_QUESTIONS = 32;

    private final ClawConnections hub;
    private final ClawSocket socket;
    private final OutboundQueue outbound;
    private final String clientId = Ids.fresh("", CLIENT_ID_DIGITS);
    /** Errors go to this client unasked. Not to the plain dialect A, which dies of frames without sender_id and content. */
    private boolean talkative;

    private final AtomicInteger openQuestions = new AtomicInteger();
    private boolean wantsAcks;
    private ClientConnection client;

    ClawConnection(ClawConnections hub, ClawSocket socket, OutboundQueue outbound, boolean acks) {
        this.hub = hub;
        this.socket = socket;
        this.outbound = outbound;
        this.wantsAcks = acks;
        this.talkative = true;
    }

    void identifiedByUpgrade(String agentId, boolean plain) {
        talkative = !plain || wantsAcks;
        client = hub.identify(agentId, outbound);
    }

    void receivedBinary(byte[] bytes) {
        try {
            received(UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
        } catch (CharacterCodingException e) {
            touched();
            refuse(null, false, new HubException(HubError.BAD_JSON, "a frame must be UTF-8 text"));
        }
    }

    void received(String text) {
        touched();
        String requestId = null;
        boolean asked = false;
        try {
            JsonNode json = ClawCodec.parse(text);
            requestId = json.path("request_id").textValue();
            asked = "register".equals(json.path("type").textValue());
            handle(ClawCodec.decode(json));
        } catch (HubException refusal) {
            hub.refused(refusal.error());
            refuse(requestId, asked, refusal);
        } catch (RuntimeException fault) {
            // A fault of ours must not cost the client its connection.
            LOG.errorf(fault, "frame not handled: clientId=%s", clientId);
            hub.refused(HubError.INTERNAL);
            refuse(requestId, asked, HubException.of(fault));
        }
    }

    void touched() {
        if (client != null) {
            hub.registry().touch(client);
        }
    }

    /** A message was too long to be read. */
    void refuseMessage() {
        outbound.discard();
        socket.close(HubError.MESSAGE_TOO_LARGE.closeCode(), "message too big");
    }

    /** The connection failed; its close follows. */
    void broken() {
        outbound.discard();
    }

    void closed() {
        outbound.discard();
        if (client != null) {
            hub.registry().remove(client);
        }
    }

    private void handle(ClawFrame frame) {
        switch (frame) {
            case ClawFrame.Connect connect -> connect(connect);
            case ClawFrame.Ping ping -> outbound.reply(ClawTranslator.pong(), NOTHING);
            case ClawFrame.Register register -> register(register);
            case ClawFrame.ChatMessage message -> say(message);
            case ClawFrame.ChatHistory history -> history(history);
        }
    }

    private void connect(ClawFrame.Connect frame) {
        if (frame.capabilities().contains("ack")) {
            wantsAcks = true;
            talkative = true;
        }
        String agentId = identify(frame.agentId(), true);
        outbound.reply(ClawTranslator.connected(frame, clientId, agentId), NOTHING);
    }

    private void say(ClawFrame.ChatMessage frame) {
        identify(frame.senderId(), true);
        boolean answered = wantsAcks || frame.ack();
        hub.dispatcher().dispatch(client, ClawTranslator.command(frame, answered), (reply, refusal) -> {
            if (refusal == null) {
                if (answered && reply instanceof Reply.Accepted accepted) {
                    outbound.reply(ClawTranslator.ack(frame, accepted), NOTHING);
                }
            } else if (answered) {
                outbound.reply(ClawTranslator.failedAck(frame, refusal), NOTHING);
            } else {
                refuse(frame.requestId(), false, refusal);
            }
        });
        if (client.sends().isFull(() -> read(true))) {
            read(false);
        }
    }

    /** Nothing is dropped while a lane is full: what does not fit stays in the sender's socket. */
    private void read(boolean on) {
        client.pauseIdleClock(!on);
        socket.read(on);
    }

    private void register(ClawFrame.Register frame) {
        identify(frame.ownerId() != null && client == null ? frame.ownerId() : frame.claimedId(), false);
        ask(ClawTranslator.command(frame), (reply, refusal) -> {
            if (reply instanceof Reply.ServiceRegistered registered) {
                String tunnelId = Ids.fresh("", TUNNEL_ID_DIGITS);
                outbound.reply(ClawTranslator.registered(frame, registered, tunnelId), NOTHING);
            } else {
                refuse(frame.requestId(), true, refusal);
            }
        });
    }

    /** The next frame this client gets must be the answer: it reads one frame and takes that for it. */
    private void history(ClawFrame.ChatHistory frame) {
        identify(frame.agentId(), true);
        outbound.hold();
        ask(ClawTranslator.command(frame), (reply, refusal) -> {
            if (reply instanceof Reply.HistoryRead read) {
                outbound.reply(ClawTranslator.history(frame, read), outbound::release);
            } else {
                String answer = talkative
                        ? ClawTranslator.error(frame.requestId(), refusal)
                        : ClawTranslator.noHistory(frame, refusal);
                outbound.reply(answer, outbound::release);
            }
        });
    }

    private void ask(Command question, BiConsumer<Reply, HubException> answer) {
        if (openQuestions.incrementAndGet() > MAX_OPEN_QUESTIONS) {
            openQuestions.decrementAndGet();
            hub.refused(HubError.RATE_LIMITED);
            answer.accept(null, new HubException(HubError.RATE_LIMITED, "too many questions at once"));
            return;
        }
        hub.dispatcher().dispatch(client, question, (reply, refusal) -> {
            openQuestions.decrementAndGet();
            answer.accept(reply, refusal);
        });
    }

    /**
     * Settles who this is: the first id that the client names, unless the upgrade named one.
     *
     * @param claimed the id in the frame, or null
     * @param binding whether a claim that differs from the identity is refused; ids of other kinds are only ignored
     */
    private String identify(String claimed, boolean binding) {
        if (client == null) {
            client = hub.identify(claimed == null ? clientId : claimed, outbound);
        }
        String agentId = client.caller().participantId();
        if (binding && claimed != null && !claimed.equals(agentId) && !claimed.equals(clientId)) {
            LOG.infof("identity mismatch: participantId=%s", agentId);
            throw new HubException(HubError.IDENTITY_MISMATCH, "this connection belongs to another agent");
        }
        return agentId;
    }

    private void refuse(String requestId, boolean asked, HubException refusal) {
        if (asked || talkative) {
            outbound.reply(ClawTranslator.error(requestId, refusal), NOTHING);
        } else {
            LOG.debugf("refused, not told: code=%s", refusal.error());
        }
    }
}
