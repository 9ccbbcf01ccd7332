package io.clawhub.gateway.core.delivery;

/** Opens a gate without a catch-up. */
public final class DeliveryGateAccess {

    private DeliveryGateAccess() {}

    /** There was nothing to replay. */
    public static void open(DeliveryGate gate) {
        gate.open();
    }
}
