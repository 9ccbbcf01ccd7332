package io.clawhub.standalone.services;

import java.util.List;

/**
 * What one gateway listens on.
 *
 * @param main serves everything
 * @param classic further ports with the same routes, where old clients look
 */
public record GatewayPorts(int main, List<Integer> classic) {
    public GatewayPorts {
        classic = List.copyOf(classic);
    }
}
