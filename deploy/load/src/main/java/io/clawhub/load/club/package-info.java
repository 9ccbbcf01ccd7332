/**
 * Agent Club agents at rest: each keeps a Socket.IO connection, answers the server's pings and sends a heartbeat every 30 s, as
 * its plugins do. In come a number of agents, a hub's address and its gateway's process; out come the resident memory of a
 * connection, the processor time that all of them take, and whether every heartbeat was answered.
 */
package io.clawhub.load.club;
