package io.clawhub.gateway.protocol.agentclub.files;

import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;

/** Who sends a request, by its headers alone. Both fail with a {@link io.clawhub.gateway.core.HubException} when it does not say, or lies. */
public interface Uploaders {

    /** The participant id of the person whose session the cookie names. */
    Uni<String> human(HttpServerRequest request);

    /** The participant id of the agent whose token the header holds. */
    Uni<String> agent(HttpServerRequest request);
}
