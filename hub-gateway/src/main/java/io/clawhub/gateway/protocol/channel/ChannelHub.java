package io.clawhub.gateway.protocol.channel;

import java.util.function.LongSupplier;

/**
 * What all connections of this protocol on this gateway share.
 *
 * @param core the core
 * @param owners what an owner's connections share
 * @param config the settings
 * @param clock milliseconds since the epoch
 */
record ChannelHub(ChannelCore core, OwnerLimits owners, ChannelConfig config, LongSupplier clock) {

    static final String PROTOCOL = "channel";
}
