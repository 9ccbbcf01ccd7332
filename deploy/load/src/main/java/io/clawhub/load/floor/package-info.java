/**
 * The floor: the least that a durable hub on these parts can cost. In come frames on bare Vert.x sockets, through one Kafka
 * topic they go (acks from all replicas), and out on the target's socket. No identities, no history, no checks. A hub's
 * figures are given as a ratio to it, measured in the same conditions.
 */
package io.clawhub.load.floor;
