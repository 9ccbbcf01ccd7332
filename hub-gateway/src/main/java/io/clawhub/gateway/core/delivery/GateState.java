package io.clawhub.gateway.core.delivery;

/** Where a {@link DeliveryGate} stands. */
enum GateState {
    BUFFERING,
    LIVE,
    /** Live, with the replay still owed. */
    LIVE_BEFORE_REPLAY,
    CLOSED
}
