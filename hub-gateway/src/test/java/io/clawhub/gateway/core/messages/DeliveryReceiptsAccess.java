package io.clawhub.gateway.core.messages;

import java.util.Map;

import io.clawhub.gateway.GatewayConfig;
import io.clawhub.gateway.TestConfig;
import io.clawhub.gateway.core.GatewayId;
import io.clawhub.gateway.core.log.StreamLog;

/** Makes receipts for tests. */
public final class DeliveryReceiptsAccess {

    private DeliveryReceiptsAccess() {}

    /** Receipts of a gateway called {@code here}, with a wait of 0.2 s. */
    public static DeliveryReceipts receipts(StreamLog streams) {
        GatewayConfig config = TestConfig.with(Map.of("hub.gateway.id", "here"));
        return new DeliveryReceipts(new GatewayId(config), streams, config);
    }
}
