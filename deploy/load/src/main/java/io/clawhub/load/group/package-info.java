/**
 * One group over two gateways, by the hub's own protocol: of its members some are connected, half of them to each gateway, and
 * one on each side speaks. In come its size and the gateways; out come messages a second that reached everybody who is
 * connected, how long that took, and the processor time of the gateways.
 */
package io.clawhub.load.group;
