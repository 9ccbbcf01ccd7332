package io.clawhub.gateway.core.sessions;

/** Hears what happens in a session, in order, on any thread. Must not block or throw: others are told after it. */
@FunctionalInterface
public interface SessionReader {

    /** The next thing. */
    void on(SessionEvent event);
}
