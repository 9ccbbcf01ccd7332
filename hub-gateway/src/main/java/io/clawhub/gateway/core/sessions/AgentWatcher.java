package io.clawhub.gateway.core.sessions;

import io.clawhub.events.StreamEvent.RunMoved;
import io.clawhub.events.archive.LoggedMessage;

/** Hears what an agent does, in whatever conversation. Called on the log's threads; must not block or throw. */
public interface AgentWatcher {

    /** A piece of a run. Those of one run come in order, unless some are lost. */
    void piece(RunMoved piece);

    /** Something said; in no order to the pieces. */
    void said(LoggedMessage logged);
}
