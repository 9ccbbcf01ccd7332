package io.clawhub.gateway.protocol.claw;

import java.util.concurrent.Executor;

/** A connection's event loop: tasks run one after another, never within the call that hands them over. */
interface Loop extends Executor {

    /** Runs a task later, once. */
    void schedule(long millis, Runnable task);
}
