package io.clawhub.gateway.protocol.channel;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;

/** The streaming channel: {@code hub.channel}. */
@ConfigMapping(prefix = "hub.channel")
public interface ChannelConfig {

    /**
     * Whether version 1 ends a whole reply in its own frame, {@code message} with {@code done:true}. By default it is followed
     * by an empty {@code stream} frame that does, as the protocol's samples show it.
     */
    @WithName("v1.message-done")
    @WithDefault("false")
    boolean messageDone();

    /** Whether the text {@code /stop} stops the run, for clients that have no {@code cancel}. */
    @WithDefault("true")
    boolean stopWord();

    /** The port of {@code hub.listeners.ports} that is this protocol's: there {@code /ws} is its alias. */
    @WithDefault("9527")
    int port();

    /** Questions a second that the clients of one owner on this gateway may ask for long. */
    @WithDefault("30")
    int questionsPerSecond();

    /** Questions that they may ask at once. */
    @WithDefault("60")
    int questionBurst();

    /** Connections of one owner on this gateway. */
    @WithDefault("20")
    int connectionsPerOwner();
}
