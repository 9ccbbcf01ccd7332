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

    /** The classic port of Agent Club's clients: the last one. */
    public int agentClub() {
        return classic.get(classic.size() - 1);
    }
}
