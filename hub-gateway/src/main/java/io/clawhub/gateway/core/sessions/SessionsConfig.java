package io.clawhub.gateway.core.sessions;

import java.time.Duration;
import java.util.Map;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Sessions with agents: {@code hub.sessions}. */
@ConfigMapping(prefix = "hub.sessions")
public interface SessionsConfig {

    /** Names that clients use for agents, such as {@code main}, and the agents' ids. */
    Map<String, String> aliases();

    /** So long an agent may take to begin its answer. */
    @WithDefault("PT60S")
    Duration firstOutput();

    /** So long an agent that streams may say nothing. */
    @WithDefault("PT120S")
    Duration progress();

    /** So long an agent that went away may take to come back and go on. */
    @WithDefault("PT15S")
    Duration agentReturn();

    /** So long an agent that was asked to stop may take to say its last. */
    @WithDefault("PT2S")
    Duration cancelGrace();

    /** So long others wait for the gateway that keeps a run to end it. */
    @WithDefault("PT3S")
    Duration keeperSlack();

    /** So long the end of a run is tried while the log does not confirm it. */
    @WithDefault("PT30S")
    Duration finalizing();

    /** So long an answer may grow, UTF-16 units; then it is ended. As much as a message that ends a run may hold in UTF-8. */
    @WithDefault("131072")
    int maxAnswer();

    /** So long a session without readers and runs is remembered. */
    @WithDefault("PT60S")
    Duration idle();

    /** Sessions followed here at a time. */
    @WithDefault("20000")
    int maxOpen();

    /** Readers of one session on this gateway. */
    @WithDefault("50")
    int maxReaders();
}
