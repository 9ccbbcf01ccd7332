package io.clawhub.gateway.protocol.channel;

import java.time.Duration;
import java.util.OptionalLong;

import io.clawhub.gateway.GatewayConfig;

/**
 * What may wait for a reader: 256 KiB or 512 frames. That is little, since what it misses is merged, and is in the log when it ends;
 * merging begins at a quarter, so that many readers that stall cost little.
 *
 * @param others the limits of other protocols' connections
 */
record ReaderLimits(GatewayConfig.Connection others) implements GatewayConfig.Connection {

    private static final int FRAMES = 512;
    private static final long BYTES = 256 * 1024;

    @Override
    public int maxQueuedFrames() {
        return FRAMES;
    }

    @Override
    public long maxQueuedBytes() {
        return BYTES;
    }

    @Override
    public OptionalLong totalQueuedBytes() {
        return others.totalQueuedBytes();
    }

    @Override
    public Duration idleTimeout() {
        return others.idleTimeout();
    }
}
