package io.clawhub.gateway.protocol.agentclub.socketio;

import java.util.Map;
import java.util.Set;

import io.quarkus.test.junit.QuarkusTestProfile;

/** A gateway with the echo as its application, and heartbeats that a test can wait for. */
public class EchoProfile implements QuarkusTestProfile {

    /** From an answered ping to the next, in milliseconds. */
    public static final int PING_INTERVAL = 400;
    /** For a pong, in milliseconds; long enough for a busy test machine. */
    public static final int PING_TIMEOUT = 1_500;

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of(
                "hub.socket-io.ping-interval", PING_INTERVAL + "ms",
                "hub.socket-io.ping-timeout", PING_TIMEOUT + "ms",
                "hub.socket-io.connect-timeout", "3s");
    }

    @Override
    public Set<Class<?>> getEnabledAlternatives() {
        return Set.of(EchoApplication.class);
    }
}
