package io.clawhub.gateway.websocket;

import java.util.concurrent.Executor;

import io.vertx.core.Context;

/** A connection's event loop: tasks run one after another, never within the call that hands them over. */
public interface Loop extends Executor {

    /** Runs a task later, once. */
    void schedule(long millis, Runnable task);

    /** The loop of a socket's context. */
    static Loop of(Context context) {
        return new ContextLoop(context);
    }

    /** An event loop of Vert.x. */
    record ContextLoop(Context context) implements Loop {

        @Override
        public void execute(Runnable task) {
            context.runOnContext(ignored -> task.run());
        }

        @Override
        public void schedule(long millis, Runnable task) {
            context.owner().setTimer(Math.max(1, millis), timer -> execute(task));
        }
    }
}
