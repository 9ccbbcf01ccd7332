package io.clawhub.gateway.protocol.agentclub.engineio;

/** What speaks over the sessions. */
public interface EngineIoApplication {

    /** Whether there is anybody to speak to; otherwise the path is not found. */
    boolean isServed();

    /** A session begins. Called on its event loop. */
    EngineIoReceiver open(EngineIoSession session);
}
