package io.clawhub.load.group;

import java.util.List;

import io.clawhub.load.GatewayProcess;

/**
 * What to run.
 *
 * @param members of the group
 * @param connected how many of them are connected to each gateway
 * @param window messages of each speaker on their way
 * @param warmupSeconds before figures are taken
 * @param seconds while figures are taken
 * @param urls the two gateways
 * @param processes whose processor time is told
 */
record GroupPlan(
        int members,
        int connected,
        int window,
        int warmupSeconds,
        int seconds,
        List<String> urls,
        List<GatewayProcess> processes) {

    /** A group is opened with so many at most. */
    private static final int MOST_CONNECTED = 128;

    GroupPlan {
        if (connected < 1 || connected > MOST_CONNECTED || members < connected * urls.size()) {
            throw new IllegalArgumentException("1 to " + MOST_CONNECTED + " members are connected to each gateway");
        }
        if (window < 1 || seconds < 1 || warmupSeconds < 0) {
            throw new IllegalArgumentException("window and seconds must be positive");
        }
    }

    /** The same with a group of one member on each gateway. */
    GroupPlan smallest() {
        return new GroupPlan(urls.size(), 1, window, warmupSeconds, seconds, urls, processes);
    }

    int listeners() {
        return connected * urls.size() - 1;
    }
}
