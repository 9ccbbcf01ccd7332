/**
 * A closed-loop load generator for dialect A of the Claw Chat Hub protocol. In come a plan and a hub's address; out come
 * figures: messages per second, latency from send to receive, and whether anything was lost, doubled or out of order.
 *
 * <p>It shares the machine with the hub it measures, so it is cheap: one event loop, frames written by hand and read by
 * scanning. Everything of one run happens on that loop.
 */
package io.clawhub.load;
