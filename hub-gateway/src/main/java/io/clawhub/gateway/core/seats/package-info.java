/** One connection for each client, over all gateways, where a protocol wants that: the newest one wins. */
package io.clawhub.gateway.core.seats;
