/**
 * One connection to the hub, kept: connects, greets, beats, notices silence, comes back with full jitter, moves over before a
 * gateway goes away, and polls where sockets do not get through. All clients of the process share one HTTP client, one timer thread and one pool for callbacks.
 */
package io.clawhub.client.connection;
