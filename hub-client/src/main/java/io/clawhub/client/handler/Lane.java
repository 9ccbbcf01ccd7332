package io.clawhub.client.handler;

import java.util.ArrayDeque;
import java.util.Deque;

import io.clawhub.client.connection.Timer;
import io.clawhub.client.message.OutgoingMessage;

/** The unaccepted messages of one conversation, in order. Only its head is ever on its way. Guarded by its {@link Outbound}. */
final class Lane {

    /** What its head does. */
    enum State {
        /** It may be written. */
        READY,
        /** It was written; the hub has not answered. */
        IN_FLIGHT,
        /** The hub asked to try later. */
        BACKING_OFF
    }

    final String key;
    final Deque<OutgoingMessage> messages = new ArrayDeque<>();
    State state = State.READY;
    /** Counts the tries, so that what belongs to a former one is recognised. */
    long turn;
    /** Refusals of the head so far. */
    int refusals;

    private Timer.Alarm timer;

    Lane(String key) {
        this.key = key;
    }

    boolean isHead(String clientMsgId) {
        return !messages.isEmpty() && messages.peek().clientMsgId().equals(clientMsgId);
    }

    void become(State next) {
        state = next;
        turn++;
        timer(null);
    }

    /** The one timer it has: for its answer, or the end of its backing off. */
    void timer(Timer.Alarm next) {
        if (timer != null) {
            timer.cancel();
        }
        timer = next;
    }
}
