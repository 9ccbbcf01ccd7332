/**
 * Sessions between a provider and a consumer: requested, accepted or rejected, ended.
 *
 * <pre>
 * requested → PENDING ── accepted ──→ ACTIVE ── ended by a party, idle, its service withdrawn ──→ ENDED
 *                └── rejected, withdrawn, not answered in time ──→ REJECTED
 * </pre>
 *
 * <p>In: {@link io.clawhub.gateway.core.ChannelCommand}s and the changes in the log. {@code PairChannel} decides, the
 * store commits the row together with its event, the log tells every gateway, and
 * {@link io.clawhub.gateway.core.channels.ChannelDelivery} tells the connections. Who requested waits for the outcome
 * in the log ({@code Waiter}) and is answered exactly once, by this gateway alone if the backends do not answer. A
 * sweep on every gateway ends what nobody answers, so requests outlive a restart and are still answered.
 *
 * <p>May use: connections, conversations, messages, services, outbox.
 */
package io.clawhub.gateway.core.channels;
