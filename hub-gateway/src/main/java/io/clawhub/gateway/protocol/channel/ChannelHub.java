package io.clawhub.gateway.protocol.channel;

/**
 * What all connections of this protocol on this gateway share.
 *
 * @param core the core
 * @param owners what an owner's connections share
 * @param config the settings
 */
record ChannelHub(ChannelCore core, OwnerLimits owners, ChannelConfig config) {

    static final String PROTOCOL = "channel";
}
