package io.clawhub.gateway.protocol.agentclub.engineio;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;

import io.clawhub.gateway.websocket.Loop;
import io.clawhub.gateway.websocket.PausableTransport;

/**
 * A session's HTTP side: one GET at a time that waits for packets, one POST at a time that brings some. A POST is answered
 * when its packets were taken, so a client whose packets cannot be taken now waits. Used on the session's loop only.
 *
 * <p>What waits for a GET is bounded by the {@code OutboundQueue} that writes here: it hands over 64 KiB and a frame.
 */
final class PollingTransport implements PausableTransport {

    /** Handled in one go; other sessions share the event loop. */
    private static final int MAX_AT_ONCE = 256;

    private final Loop loop;
    private final int maxPayload;
    private final Consumer<String> packets;
    private final Runnable broken;
    private final Deque<Outgoing> waiting = new ArrayDeque<>();
    private HttpAnswer get;
    private HeldPost post;
    private boolean reading = true;
    private boolean pumping;
    private boolean flushing;
    private boolean noopOwed;
    private boolean closed;
    /** The client itself ended the session. */
    private boolean goodbye;

    /** A packet on its way out. */
    record Outgoing(String packet, Consumer<Boolean> written) {}

    /**
     * The HTTP side of a new session.
     *
     * @param maxPayload bytes of one response, unless a single packet is larger
     * @param packets takes packets one by one; may call {@link #read}, {@link #close} and {@link #handOver}
     * @param broken told when a response was lost, and the packets in it
     */
    PollingTransport(Loop loop, int maxPayload, Consumer<String> packets, Runnable broken) {
        this.loop = loop;
        this.maxPayload = maxPayload;
        this.packets = packets;
        this.broken = broken;
    }

    /** A GET came. False if another one is waiting: one of the two is not our client's, or it has lost count. */
    boolean poll(HttpAnswer answer) {
        if (get != null) {
            return false;
        }
        get = answer;
        if (noopOwed && waiting.isEmpty()) {
            release();
        } else {
            noopOwed = false;
            flushSoon();
        }
        return true;
    }

    /** A POST came, and the one before was answered. */
    void post(String payload, HttpAnswer answer) {
        post = new HeldPost(payload, answer);
        pump();
    }

    /** Whether this GET or POST still waits for its answer. */
    boolean isAwaited(HttpAnswer answer) {
        return get == answer || isPosting() && post.answer() == answer;
    }

    boolean isPosting() {
        return post != null;
    }

    /** The client is changing over: the GET that waits, or the next one, ends at once. */
    void probed() {
        if (get == null) {
            noopOwed = true;
        } else if (waiting.isEmpty()) {
            release();
        }
    }

    /** The client has changed over: what waits goes to the new transport, first. */
    List<Outgoing> handOver() {
        closed = true;
        if (get != null) {
            release();
        }
        List<Outgoing> rest = new ArrayList<>(waiting);
        waiting.clear();
        return rest;
    }

    @Override
    public void write(String packet, Consumer<Boolean> written) {
        if (closed) {
            written.accept(false);
            return;
        }
        waiting.add(new Outgoing(packet, written));
        flushSoon();
    }

    /** The client said that it is going. */
    void goodbye() {
        goodbye = true;
        end(EngineIoPacket.NOOP);
    }

    @Override
    public void close(int code, String reason) {
        end(EngineIoPacket.CLOSE);
    }

    private void end(String lastPacket) {
        if (closed) {
            return;
        }
        closed = true;
        if (get != null) {
            waiting.add(new Outgoing(lastPacket, written -> {}));
            respond();
        }
        List<Outgoing> lost = new ArrayList<>(waiting);
        waiting.clear();
        lost.forEach(packet -> packet.written().accept(false));
        if (post != null && !pumping) {
            post.answer().refuse("Session closed");
            post = null;
        }
    }

    @Override
    public void read(boolean on) {
        reading = on;
        if (on) {
            pump();
        }
    }

    @Override
    public void arrived() {
        // A POST is never read ahead.
    }

    private void release() {
        noopOwed = false;
        HttpAnswer released = get;
        get = null;
        released.send(HttpAnswer.OK, EngineIoPacket.NOOP);
    }

    /** On the next turn: what is written together goes together. */
    private void flushSoon() {
        if (!flushing && get != null && !waiting.isEmpty()) {
            flushing = true;
            loop.execute(() -> {
                flushing = false;
                if (get != null && !waiting.isEmpty()) {
                    respond();
                }
            });
        }
    }

    private void respond() {
        List<Outgoing> gone = new ArrayList<>();
        StringBuilder body = new StringBuilder();
        do {
            Outgoing next = waiting.remove();
            gone.add(next);
            body.append(body.isEmpty() ? "" : String.valueOf(EngineIoPacket.SEPARATOR))
                    .append(next.packet());
        } while (!waiting.isEmpty() && body.length() + waiting.peek().packet().length() < maxPayload);
        HttpAnswer answer = get;
        get = null;
        answer.send(
                HttpAnswer.OK,
                body.toString(),
                sent -> loop.execute(() -> {
                    gone.forEach(packet -> packet.written().accept(sent));
                    if (!sent) {
                        broken.run();
                    }
                }));
    }

    private void pump() {
        if (pumping || post == null) {
            return;
        }
        pumping = true;
        HeldPost current = post;
        int handled = 0;
        while (reading && !closed && current.hasNext() && handled < MAX_AT_ONCE) {
            handled++;
            packets.accept(current.next());
        }
        pumping = false;
        if (closed || !current.hasNext()) {
            post = null;
            if (closed && !goodbye) {
                current.answer().refuse("Session closed");
            } else {
                current.answer().send(HttpAnswer.OK, "ok");
            }
        } else if (reading) {
            loop.execute(this::pump);
        }
    }
}
