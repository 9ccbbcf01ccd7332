/**
 * A hub at rest: many services, many connections that say nothing, and some that keep looking for a service. In come a
 * plan and a hub's address; out come the frames that nobody asked for, of which there should be none, how long an answer
 * took, and the memory of the gateway's process.
 *
 * <p>Everything of one measurement happens on one event loop.
 */
package io.clawhub.load.idle;
