/**
 * What the hub does, whatever the wire: commands come in, replies answer them, pushes go out.
 *
 * <p>In: {@link io.clawhub.gateway.core.Command} from an adapter, records from the log. Out:
 * {@link io.clawhub.gateway.core.Reply}, {@link io.clawhub.gateway.core.HubException} and
 * {@link io.clawhub.gateway.core.Push}. Nothing in here knows a protocol. Refusals come from one table,
 * {@link io.clawhub.gateway.core.HubError}.
 */
package io.clawhub.gateway.core;
