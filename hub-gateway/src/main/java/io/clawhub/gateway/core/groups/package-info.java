/**
 * Groups: who opened them, who is in them, what they are called.
 *
 * <p>{@code Group} decides, the store commits the rows together with their events, the log tells every gateway, and
 * {@link io.clawhub.gateway.core.groups.GroupDelivery} tells the connections. Each event is one version of the group, so
 * that a repeat and a gap show.
 */
package io.clawhub.gateway.core.groups;
