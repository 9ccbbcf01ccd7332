package io.clawhub.gateway.protocol.agentclub.engineio;

/** Takes what comes in by one session, in order, on the session's event loop. */
public interface EngineIoReceiver {

    /** A message, without its type's digit. */
    void message(String data);

    /** Something came in, be it a pong. */
    void touched();

    /** The session is over, whoever ended it. Called once, last. */
    void closed();
}
