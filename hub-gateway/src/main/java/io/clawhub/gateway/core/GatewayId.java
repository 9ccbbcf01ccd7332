package io.clawhub.gateway.core;

import jakarta.enterprise.context.ApplicationScoped;

import io.clawhub.gateway.GatewayConfig;

/** This instance's name in records and tables: the configured one, else a fresh one for each start. */
@ApplicationScoped
public class GatewayId {

    private static final int DIGITS = 8;

    private final String value;

    /** The name by configuration, else made. */
    public GatewayId(GatewayConfig config) {
        this.value = config.gateway().id().orElseGet(() -> Ids.fresh("gateway-", DIGITS));
    }

    /** The name. */
    public String value() {
        return value;
    }
}
