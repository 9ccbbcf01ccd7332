package io.clawhub.gateway.core.sessions;

import io.clawhub.events.archive.LoggedMessage;
import io.clawhub.gateway.core.Push;

/** What the hub tells a session's participant, and what of it the session goes by. */
final class SessionPushes {

    private SessionPushes() {}

    static void take(Push push, Session session) {
        switch (push) {
            case Push.MessageArrived arrived -> message(arrived.logged(), arrived.replayed(), session);
            case Push.MessagesMissed missed -> missed.messages().forEach(logged -> message(logged, true, session));
            case Push.RunSeen seen -> session.piece(seen.piece());
            case Push.RunCancelled stopped ->
                session.withActive((run, now) -> run.cancelled(stopped.asked().runId(), now));
            case Push.RunFinished finished ->
                session.over(
                        finished.finished().runId(),
                        Outcome.of(null, finished.finished().reason()));
            case Push.PresenceSeen seen ->
                session.withActive((run, now) -> run.agentSeen(seen.presence().status(), now));
            case Push.TypingSeen typing ->
                session.withActive((run, now) -> run.typed(typing.typing().participantId(), now));
            case Push.MessageChanged changed -> pass();
            case Push.CaughtUp done -> pass();
            case Push.CursorAdvanced cursor -> pass();
            case Push.GroupChanged changed -> pass();
            case Push.ChannelChanged changed -> pass();
            case Push.CallArrived call -> pass();
        }
    }

    private static void message(LoggedMessage logged, boolean replayed, Session session) {
        String senderId = logged.message().senderId();
        if (senderId.equals(session.agentId())) {
            session.said(logged, replayed);
        } else if (senderId.equals(session.participantId()) && !replayed) {
            session.asked(logged);
        }
    }

    /** A session shows what was said first; it has no groups, channels and services of its own. */
    private static void pass() {}
}
