package io.clawhub.gateway.protocol.im;

import io.clawhub.gateway.GatewayConfig;
import io.clawhub.gateway.websocket.AgentLimits;

/**
 * What all connections of this protocol on this gateway share.
 *
 * @param core the core
 * @param agents what an agent's connections share
 * @param config the settings
 * @param sizes what clients are told of sizes
 */
record ImHub(ImCore core, AgentLimits agents, GatewayConfig config, Sizes sizes) {

    static final String PROTOCOL = "im";

    /**
     * The largest things that are taken, bytes.
     *
     * @param text a message's text
     * @param frame a frame
     * @param attachment a file
     */
    record Sizes(int text, int frame, long attachment) {}
}
