package io.clawhub.gateway.protocol.claw;

import io.clawhub.gateway.GatewayConfig;
import io.clawhub.gateway.websocket.AgentLimits;

/**
 * What all connections of this protocol on this gateway share.
 *
 * @param core the core
 * @param aliases other names of connections
 * @param agents what an agent's connections share
 * @param limits the rates
 * @param maxText how long a message may be, bytes
 * @param version the hub's own version, as told to clients
 */
record ClawHub(
        ClawCore core, Aliases aliases, AgentLimits agents, GatewayConfig.Limits limits, int maxText, String version) {

    static final String PROTOCOL = "claw";
    /** The protocol has no installations: all connections of an agent share their cursors. */
    static final String CLIENT_ID = "claw";
}
