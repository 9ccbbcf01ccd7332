package io.clawhub.load.channel;

/**
 * What to run.
 *
 * @param runs answers that grow at once
 * @param readers of each
 * @param perSecond pieces a second of each
 * @param seconds how long they grow
 * @param perAgent answers of one agent, on one connection
 * @param stalled further readers of a run of its own, which read nothing
 * @param joins readers that come at a random moment of a run
 * @param agentUrl the gateway of the agents and of the readers
 * @param joinUrl the gateway of those that come late
 */
record ChannelPlan(
        int runs,
        int readers,
        int perSecond,
        int seconds,
        int perAgent,
        int stalled,
        int joins,
        String agentUrl,
        String joinUrl) {

    /** The same load's floor: a single run. */
    ChannelPlan floor() {
        return new ChannelPlan(1, readers, perSecond, Math.min(seconds, 10), 1, 0, 0, agentUrl, joinUrl);
    }

    int pieces() {
        return perSecond * seconds;
    }
}
