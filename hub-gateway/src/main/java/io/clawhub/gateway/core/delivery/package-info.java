/**
 * Without a hole between what was missed and what comes in. Each connection's
 * {@link io.clawhub.gateway.core.delivery.DeliveryGate} keeps live messages back while
 * {@link io.clawhub.gateway.core.delivery.CatchUp} fetches the rest from history;
 * {@link io.clawhub.gateway.core.delivery.DeliveredCursors} remembers what arrived.
 */
package io.clawhub.gateway.core.delivery;
