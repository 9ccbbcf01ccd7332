package io.clawhub.gateway.websocket;

import io.clawhub.gateway.core.outbound.Transport;

/** A socket that need not be read from. */
public interface PausableTransport extends Transport {

    /** Stops or goes on reading. What is not read stays in the sender's socket. */
    void read(boolean on);

    /** A message that was read has arrived. Reading also pauses while many are under way. */
    void arrived();
}
