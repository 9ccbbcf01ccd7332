package io.clawhub.history;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** The shape of {@code chat.events}; the same in every service of a hub. */
@ConfigMapping(prefix = "hub.chat-events")
public interface ChatEventsConfig {

    /** Partitions the topic gets when this service is the first to need it. */
    @WithDefault("16")
    int partitions();

    /** The topic's generation, in the high bits of every seq. One more with every change of the partition count. */
    @WithDefault("0")
    int generation();
}
