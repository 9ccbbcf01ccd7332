/**
 * Writing to one connection: a bounded queue in front of the socket that an adapter brings, and the reasons to close it.
 */
package io.clawhub.gateway.core.outbound;
