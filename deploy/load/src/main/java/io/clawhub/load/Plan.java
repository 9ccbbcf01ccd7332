package io.clawhub.load;

/**
 * What to run.
 *
 * @param pairs senders, each with a receiver of its own
 * @param window messages of a pair on their way at any time
 * @param size characters of a message's content
 * @param warmupSeconds before figures are taken
 * @param seconds while figures are taken
 * @param drainSeconds how long to wait at the end for what is still on its way
 */
record Plan(int pairs, int window, int size, int warmupSeconds, int seconds, int drainSeconds) {

    Plan {
        if (pairs < 1 || window < 1 || warmupSeconds < 0 || seconds < 1 || drainSeconds < 1) {
            throw new IllegalArgumentException("pairs, window, seconds and drain must be positive");
        }
        if (size < Frames.MIN_CONTENT) {
            throw new IllegalArgumentException("size must be at least " + Frames.MIN_CONTENT);
        }
    }
}
