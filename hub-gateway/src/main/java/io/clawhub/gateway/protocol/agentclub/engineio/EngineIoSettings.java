package io.clawhub.gateway.protocol.agentclub.engineio;

/**
 * What clients are told of a session, and the bounds.
 *
 * @param pingIntervalMillis from an answered ping to the next one
 * @param pingTimeoutMillis what the client may take to answer it
 * @param maxPayload bytes of an HTTP body. The same as of a WebSocket message, so that nothing passes by one transport that
 *     the other refuses
 * @param maxSessions sessions at once on this gateway
 */
record EngineIoSettings(long pingIntervalMillis, long pingTimeoutMillis, int maxPayload, int maxSessions) {

    private static final long MAX_SWEEP_MILLIS = 1_000;
    private static final int SWEEPS_PER_INTERVAL = 25;

    /** How often sessions are looked at: a ping is up to so much late. */
    long sweepMillis() {
        return Math.clamp(pingIntervalMillis / SWEEPS_PER_INTERVAL, 1, MAX_SWEEP_MILLIS);
    }
}
