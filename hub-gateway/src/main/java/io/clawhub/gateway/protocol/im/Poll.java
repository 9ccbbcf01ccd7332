package io.clawhub.gateway.protocol.im;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;

import io.clawhub.gateway.GatewayConfig;
import io.clawhub.gateway.core.Caller;
import io.clawhub.gateway.core.HubError;
import io.clawhub.gateway.core.HubException;
import io.clawhub.gateway.core.Push;
import io.clawhub.gateway.core.connections.ClientConnection;
import io.clawhub.gateway.core.outbound.OutboundQueue;
import io.clawhub.gateway.core.outbound.Transport;
import io.clawhub.gateway.json.JsonText;
import io.clawhub.gateway.websocket.Loop;

/**
 * A connection that lasts for one request: what would be written to a socket is collected, and is the answer. It goes the way
 * of every connection, so nothing is missed or told twice; what is not acknowledged comes again by the next.
 *
 * <p>Acknowledgements come as requests of their own, when this connection and what it knew of holes is gone. So what it
 * collects has none: messages that were written before older ones, because history did not answer, are left out.
 */
final class Poll implements Transport {

    /** A little longer, so that what was said together comes together. */
    private static final long GATHER_MILLIS = 20;
    /** What was missed may take so long, however little the client wants to wait. */
    private static final long CATCH_UP_MILLIS = 5_000;

    private static final int MAX_BYTES = 900 * 1024;

    private final ImCore core;
    private final Loop loop;
    private final int limit;
    private final List<JsonNode> frames = new ArrayList<>();
    private ClientConnection connection;
    private UniEmitter<? super Collected> answer;
    private int bytes;
    private boolean caughtUp;
    /** Something was left out: what follows in its conversation would stand beyond a hole. */
    private boolean leftOut;

    private boolean waited;
    private boolean done;

    /**
     * What came.
     *
     * @param frames in order
     * @param caughtUp whether nothing else was missed
     */
    record Collected(List<JsonNode> frames, boolean caughtUp) {}

    /**
     * A poll.
     *
     * @param limit frames at most
     */
    Poll(ImCore core, Loop loop, int limit) {
        this.core = core;
        this.loop = loop;
        this.limit = limit;
    }

    /** Opens the connection and collects; fails with {@link HubError#REPLACED} if another poll of this client begins. */
    Uni<Collected> start(Caller caller, GatewayConfig.Connection limits, ImCore.Opening opening, long waitMillis) {
        return Uni.createFrom()
                .emitter(emitter -> loop.execute(() -> {
                    answer = emitter;
                    OutboundQueue outbound = new OutboundQueue(this, loop, limits);
                    try {
                        connection = core.open(caller, outbound, push -> encode(push, caller.participantId()), opening);
                    } catch (RuntimeException fault) {
                        // Whoever asked gets an answer.
                        done = true;
                        emitter.fail(fault);
                        return;
                    }
                    loop.schedule(waitMillis, () -> {
                        waited = true;
                        settle();
                    });
                    loop.schedule(waitMillis + CATCH_UP_MILLIS, this::finish);
                }));
    }

    /** Only what must not be lost; the rest is for those who are there. */
    private static String encode(Push push, String participantId) {
        boolean kept = push instanceof Push.MessageArrived
                || push instanceof Push.ChannelChanged
                || push instanceof Push.GroupChanged
                || push instanceof Push.CaughtUp;
        ObjectNode frame = kept ? ImPushes.frame(push, participantId) : null;
        return frame == null ? null : frame.toString();
    }

    @Override
    public void write(String text, Consumer<Boolean> written) {
        if (done) {
            written.accept(false);
            return;
        }
        JsonNode frame = JsonText.parse(text);
        String type = frame.path("t").textValue();
        if ("caught_up".equals(type)) {
            if (leftOut) {
                finish();
            } else {
                caughtUp = true;
            }
        } else if (!caughtUp
                && "deliver".equals(type)
                && !frame.path("redelivered").booleanValue()) {
            leftOut = true;
        } else {
            frames.add(frame);
            bytes += JsonText.bytes(frame);
        }
        written.accept(true);
        settle();
    }

    @Override
    public void close(int code, String reason) {
        if (code == HubError.REPLACED.closeCode() && !done) {
            end();
            answer.fail(new HubException(HubError.REPLACED, reason));
        } else {
            finish();
        }
    }

    private void settle() {
        if (frames.size() >= limit || bytes >= MAX_BYTES) {
            finish();
        } else if (caughtUp && (waited || !frames.isEmpty())) {
            loop.schedule(GATHER_MILLIS, this::finish);
        }
    }

    private void finish() {
        if (!done) {
            end();
            answer.complete(new Collected(List.copyOf(frames), caughtUp));
        }
    }

    private void end() {
        done = true;
        if (connection != null) {
            core.close(connection, true);
        }
    }
}
