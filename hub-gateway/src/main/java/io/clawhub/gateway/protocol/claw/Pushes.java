package io.clawhub.gateway.protocol.claw;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.clawhub.gateway.core.Push;

/** What the hub tells unasked, in frames. */
final class Pushes {

    private Pushes() {}

    /**
     * The frame, or null if this client is not told.
     *
     * @param participantId whose connection it is
     * @param b whether its client speaks dialect B
     * @param streams whether it declared that it knows messages that grow
     */
    static String frame(Push push, String participantId, boolean b, boolean streams) {
        ObjectNode frame =
                switch (push) {
                    // It has no word for a message without words, either.
                    case Push.MessageArrived arrived when arrived.logged().wasDeleted() -> null;
                    case Push.MessageArrived arrived -> ChatFrames.push(arrived.logged(), b, streams);
                    case Push.ChannelChanged changed -> ChannelFrames.push(changed.change(), participantId);
                    case Push.CallArrived call -> CallFrames.push(call);
                    // This protocol has no frames for these.
                    // Only for connections on terms of reading.
                    case Push.MessagesMissed missed -> null;
                    case Push.MessageChanged changed -> null;
                    case Push.CaughtUp done -> null;
                    case Push.CursorAdvanced cursor -> null;
                    case Push.TypingSeen typing -> null;
                    case Push.RunSeen run -> streams ? RunFrames.push(run.piece()) : null;
                    case Push.RunCancelled cancel -> null;
                    case Push.RunFinished finished -> null;
                    case Push.GroupChanged group -> null;
                    case Push.PresenceSeen presence -> null;
                };
        return frame == null ? null : frame.toString();
    }
}
