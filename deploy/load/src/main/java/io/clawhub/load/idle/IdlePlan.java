package io.clawhub.load.idle;

/**
 * What to measure.
 *
 * @param services registered over connections that stay open
 * @param connections that say nothing, every other one of dialect B
 * @param askers connections that look for services, each as soon as it has the last answer
 * @param seconds how long
 */
record IdlePlan(int services, int connections, int askers, int seconds) {

    IdlePlan {
        if (services < 1 || connections < 0 || askers < 1 || seconds < 1) {
            throw new IllegalArgumentException("services, askers and seconds must be positive");
        }
    }
}
