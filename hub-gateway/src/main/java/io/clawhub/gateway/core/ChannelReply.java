package io.clawhub.gateway.core;

import java.util.List;

import io.clawhub.gateway.core.channels.Channel;

/** Answers to {@link ChannelCommand}s. */
public sealed interface ChannelReply extends Reply {

    /**
     * Where the channel stands after the command. Of a request: settled, {@code ACTIVE} or {@code REJECTED} with the reason.
     */
    record ChannelState(Channel channel) implements ChannelReply {}

    /** The caller's conversations, the newest first. */
    record ChannelsListed(List<Channel> channels) implements ChannelReply {}
}
