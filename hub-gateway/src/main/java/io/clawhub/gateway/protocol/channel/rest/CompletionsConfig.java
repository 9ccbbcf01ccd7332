package io.clawhub.gateway.protocol.channel.rest;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Chat completions: {@code hub.completions}. */
@ConfigMapping(prefix = "hub.completions")
public interface CompletionsConfig {

    /** Requests that one owner, or one address of those without a token, may have open on a gateway. */
    @WithDefault("100")
    int maxOpenPerOwner();
}
