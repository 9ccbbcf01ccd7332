package io.clawhub.gateway.core.history;

import io.clawhub.gateway.core.log.ChatEventTailAccess;

/** Makes a participant's history over answers of the test's choice. */
public final class ParticipantHistoryAccess {

    private ParticipantHistoryAccess() {}

    /** With a tail that has read nothing. */
    public static ParticipantHistory over(HistoryLookup history) {
        return new ParticipantHistory(history, ChatEventTailAccess.idle());
    }
}
