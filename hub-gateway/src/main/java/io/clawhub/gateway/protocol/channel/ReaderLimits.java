package io.clawhub.gateway.protocol.channel;

import java.time.Duration;

import io.clawhub.gateway.GatewayConfig;

/**
 * What may wait for a reader: 1 MiB or 512 frames, since what it misses is merged, and is in the log when it ends.
 *
 * @param others the limits of other protocols' connections
 */
record ReaderLimits(GatewayConfig.Connection others) implements GatewayConfig.Connection {

    private static final int FRAMES = 512;
    private static final long BYTES = 1024 * 1024;

    @Override
    public int maxQueuedFrames() {
        return FRAMES;
    }

    @Override
    public long maxQueuedBytes() {
        return BYTES;
    }

    @Override
    public Duration idleTimeout() {
        return others.idleTimeout();
    }
}
