/**
 * Groups: who opened them, who is in them, what they are called. And the list of a participant's conversations, with the
 * direct ones among them that are opened on request or cleared away.
 *
 * <p>{@code Group} decides, the store commits the rows together with their events, the log tells every gateway, and
 * {@link io.clawhub.gateway.core.groups.GroupDelivery} tells the connections. Each event is one version of the group, so
 * that a repeat and a gap show.
 *
 * <p>The events and messages of a large group name no audience. {@code LargeGroups} knows who of this gateway's participants
 * is in which, and nothing of the others.
 */
package io.clawhub.gateway.core.groups;
